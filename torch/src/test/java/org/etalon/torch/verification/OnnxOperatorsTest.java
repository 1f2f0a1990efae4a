package org.etalon.torch.verification;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ONNX operator, read and run, computes what ONNX Runtime computes. */
class OnnxOperatorsTest {
  private static OnnxCase of(String operator, String title) {
    return new OnnxCase(operator, title);
  }

  @ParameterizedTest
  @MethodSource({
    "selections",
    "shapes",
    "sizes",
    "arithmetic",
    "layers",
    "pools",
    "norms",
    "functions"
  })
  void operatorComputesWhatOnnxRuntimeComputes(OnnxCase operator, @TempDir Path folder)
      throws IOException, OrtException {
    operator.require(folder);
  }

  static Stream<OnnxCase> selections() {
    return Stream.of(
        of("Slice", "forward").real("x", 4, 6).ints("s", 1, 2).ints("e", 3, 100),
        of("Slice", "with axes and steps")
            .real("x", 4, 6)
            .ints("s", 0)
            .ints("e", 6)
            .ints("a", -1)
            .ints("t", 2),
        of("Slice", "backward")
            .real("x", 4, 6)
            .ints("s", -1)
            .ints("e", -7)
            .ints("a", 1)
            .ints("t", -1),
        of("Slice", "backward in twos from beyond the end")
            .real("x", 4, 6)
            .ints("s", 100)
            .ints("e", Long.MIN_VALUE)
            .ints("a", 1)
            .ints("t", -2),
        of("Slice", "from the end").real("x", 4, 6).ints("s", -3, -2).ints("e", -1, Long.MAX_VALUE),
        of("Gather", "of one axis")
            .attribute("axis", 1)
            .real("x", 2, 4)
            .ids("i", new long[] {3, 0, -1}, 3),
        of("Gather", "by a matrix")
            .attribute("axis", 0)
            .real("x", 4, 2)
            .ids("i", new long[] {3, 0, 1, 1}, 2, 2),
        of("Gather", "of one position").attribute("axis", 1).real("x", 2, 3).whole("i", 1),
        of("Gather", "of the last position").attribute("axis", -1).real("x", 2, 3).whole("i", -1),
        of("Gather", "by constants").attribute("axis", 1).real("x", 2, 3).ints("i", 2, 0),
        of("GatherElements", "")
            .attribute("axis", 1)
            .real("x", 2, 3)
            .ids("i", new long[] {2, 0, -1, 1}, 2, 2),
        of("GatherND", "of rows").real("x", 2, 3, 2).ids("i", new long[] {0, 1, 1, 2}, 2, 2),
        of("GatherND", "of leading slices").real("x", 2, 3).ids("i", new long[] {1, 0}, 2, 1),
        of("GatherND", "within batches")
            .attribute("batch_dims", 1)
            .real("x", 2, 3, 2)
            .ids("i", new long[] {1, 2}, 2, 1),
        of("ScatterElements", "")
            .attribute("axis", 1)
            .real("x", 2, 3)
            .ids("i", new long[] {2, 0}, 2, 1)
            .real("u", 2, 1),
        of("ScatterElements", "that adds")
            .attribute("axis", 0)
            .attribute("reduction", "add")
            .real("x", 3, 2)
            .ids("i", new long[] {0, 0, 0, 2}, 2, 2)
            .real("u", 2, 2),
        of("ScatterND", "of rows")
            .real("x", 3, 2)
            .ids("i", new long[] {2, 0}, 2, 1)
            .real("u", 2, 2),
        of("ScatterND", "of elements that add")
            .attribute("reduction", "add")
            .real("x", 3, 2)
            .ids("i", new long[] {2, 1, 2, 1}, 2, 2)
            .real("u", 2),
        of("Trilu", "above").real("x", 3, 4).whole("k", 1),
        of("Trilu", "below").attribute("upper", 0).real("x", 2, 3, 3).whole("k", -1),
        of("CumSum", "").real("x", 2, 3).whole("a", 1),
        of("CumSum", "exclusive").attribute("exclusive", 1).real("x", 2, 3).whole("a", -1),
        of("CumSum", "reversed").attribute("reverse", 1).real("x", 2, 3).whole("a", 0),
        of("CumSum", "exclusive and reversed")
            .attribute("reverse", 1)
            .attribute("exclusive", 1)
            .real("x", 2, 3)
            .whole("a", 1),
        of("TopK", "largest").real("x", 3, 5).ints("k", 2).output(0, 2),
        of("TopK", "smallest along an axis")
            .attribute("axis", 0)
            .attribute("largest", 0)
            .real("x", 4, 2)
            .ints("k", 3)
            .output(0, 2),
        of("TopK", "positions").real("x", 3, 5).ints("k", 2).output(1, 2).flat(),
        of("OneHot", "")
            .single()
            .ids("i", new long[] {1, -1, 3}, 3)
            .whole("d", 4)
            .constant("v", -1, 2),
        of("OneHot", "along the first axis")
            .attribute("axis", 0)
            .single()
            .ids("i", new long[] {1, 0}, 2)
            .whole("d", 3)
            .constant("v", 0, 1));
  }

  static Stream<OnnxCase> shapes() {
    List<OnnxCase> cases =
        new ArrayList<>(
            List.of(
                of("Reshape", "with 0 and −1").real("x", 2, 3, 4).ints("s", 0, -1),
                of("Flatten", "").attribute("axis", 2).real("x", 2, 3, 4),
                of("Flatten", "of nothing").attribute("axis", 0).real("x", 2, 3),
                of("Unsqueeze", "").real("x", 2, 3).ints("a", 0, -1),
                of("Squeeze", "").real("x", 1, 2, 1, 3).ints("a", 0, 2),
                of("Squeeze", "of all").real("x", 1, 2, 1, 3),
                of("Transpose", "").attributes("perm", 2, 0, 1).real("x", 2, 3, 4),
                of("Transpose", "reversed").real("x", 2, 3, 4),
                of("Concat", "").attribute("axis", -1).real("x", 2, 1).real("z", 2, 2),
                of("Split", "first")
                    .attribute("axis", 1)
                    .real("x", 2, 4)
                    .ints("p", 1, 3)
                    .output(0, 2),
                of("Split", "second")
                    .attribute("axis", 1)
                    .real("x", 2, 4)
                    .ints("p", 1, 3)
                    .output(1, 2),
                of("Expand", "").real("x", 2, 1).ints("s", 3, 1, 4),
                of("Tile", "").real("x", 2, 3).ints("r", 2, 1),
                of("Pad", "constant").real("x", 2, 3).ints("p", 1, 0, 0, 2).scalar("v", 1.5),
                of("Pad", "negative").real("x", 3, 4).ints("p", -1, 1, 0, -2),
                of("Pad", "reflected")
                    .attribute("mode", "reflect")
                    .real("x", 1, 2, 4, 4)
                    .ints("p", 0, 0, 1, 2, 0, 0, 2, 1),
                of("Pad", "reflected outside space")
                    .attribute("mode", "reflect")
                    .real("x", 3, 4)
                    .ints("p", 1, 2, 2, 0),
                of("Pad", "by the edge")
                    .attribute("mode", "edge")
                    .real("x", 1, 2, 3)
                    .ints("p", 0, 0, 2, 0, 0, 1),
                of("Pad", "by the edge everywhere")
                    .attribute("mode", "edge")
                    .real("x", 2, 3)
                    .ints("p", 1, 0, 2, 2),
                of("Pad", "wrapped")
                    .opset(19)
                    .attribute("mode", "wrap")
                    .real("x", 1, 3, 4)
                    .ints("p", 0, 1, 2, 0, 2, 1),
                of("Pad", "of given axes").real("x", 2, 3).ints("p", 1, 2).absent().ints("a", 1),
                of("DepthToSpace", "DCR").attribute("blocksize", 2).real("x", 1, 8, 2, 3),
                of("DepthToSpace", "CRD")
                    .attribute("blocksize", 2)
                    .attribute("mode", "CRD")
                    .real("x", 1, 8, 2, 3),
                of("SpaceToDepth", "").attribute("blocksize", 2).real("x", 1, 2, 4, 6),
                of("ArgMax", "").attribute("axis", 1).real("x", 3, 4).flat(),
                of("ArgMin", "without its axis")
                    .attribute("axis", 0)
                    .attribute("keepdims", 0)
                    .real("x", 3, 4)
                    .flat()));
    for (String reduction :
        List.of(
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceLogSumExp")) {
      boolean single = reduction.equals("ReduceL1") || reduction.equals("ReduceL2");
      OnnxCase kept = of(reduction, "");
      OnnxCase dropped = of(reduction, "without the axis");
      if (single) {
        kept.single();
        dropped.single();
      }
      cases.add(kept.real("x", 2, 3, 2).ints("a", 0, -1));
      cases.add(dropped.attribute("keepdims", 0).real("x", 2, 3, 2).ints("a", 1));
      if (!single) {
        cases.add(of(reduction, "of all").real("x", 2, 3));
      }
    }
    cases.add(of("ReduceSum", "").attribute("keepdims", 0).real("x", 2, 3, 2).ints("a", -2));
    cases.add(
        of("ReduceMean", "in an old operator set").opset(13).attributes("axes", 1).real("x", 2, 3));
    return cases.stream();
  }

  static Stream<OnnxCase> sizes() {
    List<OnnxCase> cases = new ArrayList<>();
    List<String> places =
        List.of(
            "half_pixel",
            "pytorch_half_pixel",
            "align_corners",
            "asymmetric",
            "half_pixel_symmetric");
    for (String place : places) {
      for (String mode : List.of("nearest", "linear", "cubic")) {
        long opset = place.equals("half_pixel_symmetric") ? 19 : 18;
        cases.add(
            of("Resize", mode + " up to sizes " + place)
                .single()
                .opset(opset)
                .attribute("mode", mode)
                .attribute("coordinate_transformation_mode", place)
                .real("x", 1, 1, 3, 4)
                .absent()
                .absent()
                .ints("s", 1, 1, 5, 7));
        cases.add(
            of("Resize", mode + " by scales " + place)
                .single()
                .opset(opset)
                .attribute("mode", mode)
                .attribute("coordinate_transformation_mode", place)
                .real("x", 1, 1, 4, 4)
                .absent()
                .constant("s", 1, 1, 2.5, 0.6));
      }
      for (String nearest : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
        cases.add(
            of("Resize", "nearest " + nearest + " " + place)
                .single()
                .attribute("nearest_mode", nearest)
                .attribute(
                    "coordinate_transformation_mode",
                    place.equals("half_pixel_symmetric") ? "half_pixel" : place)
                .real("x", 1, 1, 2, 4)
                .absent()
                .constant("s", 1, 1, 2, 1.5));
      }
    }
    cases.add(
        of("Resize", "cubic with its own coefficient")
            .single()
            .attribute("mode", "cubic")
            .attribute("cubic_coeff_a", -0.5)
            .real("x", 1, 1, 4, 4)
            .absent()
            .constant("s", 1, 1, 2, 2));
    cases.add(
        of("Resize", "of opset 11")
            .single()
            .opset(11)
            .attribute("mode", "nearest")
            .attribute("coordinate_transformation_mode", "asymmetric")
            .attribute("nearest_mode", "floor")
            .real("x", 1, 2, 2, 3)
            .constant("roi", 0, 0, 0, 0, 1, 1, 1, 1)
            .constant("s", 1, 1, 2, 2));
    cases.add(
        of("Upsample", "of opset 9")
            .single()
            .opset(9)
            .attribute("mode", "linear")
            .real("x", 1, 1, 2, 3)
            .constant("s", 1, 1, 2, 2));
    return cases.stream();
  }

  static Stream<OnnxCase> arithmetic() {
    long[] whole = {7, -7, 5, -5};
    long[] by = {2, 2, -3, -3};
    return Stream.of(
        of("Div", "of whole numbers").ids("a", whole, 4).ids("b", by, 4),
        of("Mod", "of whole numbers").ids("a", whole, 4).ids("b", by, 4),
        of("Mod", "with the dividend's sign")
            .attribute("fmod", 1)
            .ids("a", whole, 4)
            .ids("b", by, 4),
        of("Mod", "of reals").attribute("fmod", 1).real("a", 2, 3).real("b", 3),
        of("Add", "of whole numbers").ids("a", whole, 4).ids("b", by, 4),
        of("Sub", "").real("a", 2, 3).real("b", 3),
        of("Mul", "").real("a", 2, 3).real("b", 2, 1),
        of("Div", "").real("a", 2, 3).real("b", 3),
        of("Pow", "").real("a", new double[] {0.5, 1, 2}, 3).real("b", 2, 3),
        of("Pow", "squared").real("a", 2, 3).scalar("two", 2),
        of("Max", "of three").real("a", 2, 3).real("b", 3).real("c", 2, 1),
        of("Min", "of three").real("a", 2, 3).real("b", 3).real("c", 2, 1),
        of("Sum", "of three").real("a", 2, 3).real("b", 3).real("c", 2, 1),
        of("Mean", "of two").single().real("a", 2, 3).real("b", 2, 3),
        of("Greater", "").real("a", 2, 3).real("b", 3).flat(),
        of("GreaterOrEqual", "").ids("a", whole, 4).ids("b", by, 4).flat(),
        of("Less", "").real("a", 2, 3).real("b", 3).flat(),
        of("LessOrEqual", "").ids("a", whole, 4).ids("b", by, 4).flat(),
        of("Equal", "").ids("a", new long[] {1, 2, 3}, 3).ids("b", new long[] {1, 0, 3}, 3).flat(),
        of("MatMul", "").real("a", 2, 2, 3).real("b", 3, 2),
        of("MatMul", "of vectors").real("a", 3).real("b", 3),
        of("Einsum", "of attention")
            .attribute("equation", "bhid,bhjd->bhij")
            .real("q", 1, 2, 3, 2)
            .real("k", 1, 2, 3, 2),
        of("Softmax", "").attribute("axis", 1).real("x", 2, 3, 2),
        of("Softmax", "of opset 11 over all later axes")
            .opset(11)
            .attribute("axis", 1)
            .real("x", 2, 3, 2),
        of("LogSoftmax", "").attribute("axis", 0).real("x", 2, 3));
  }

  static Stream<OnnxCase> layers() {
    return Stream.of(
        of("Gemm", "").single().real("x", 2, 3).weight("w", 3, 4).weight("b", 4),
        of("Gemm", "transposed and scaled")
            .single()
            .attribute("transB", 1)
            .attribute("alpha", 0.5)
            .attribute("beta", 2.0)
            .real("x", 2, 3)
            .weight("w", 4, 3)
            .weight("b", 4),
        of("Gemm", "of transposed data")
            .single()
            .attribute("transA", 1)
            .real("x", 3, 2)
            .weight("w", 3, 4),
        of("MatMul", "by a weight").single().real("x", 2, 2, 3).weight("w", 3, 4),
        of("Conv", "asymmetric")
            .single()
            .attributes("pads", 0, 1, 2, 0)
            .attributes("strides", 2, 1)
            .real("x", 1, 2, 5, 5)
            .weight("w", 3, 2, 3, 2)
            .weight("b", 3),
        of("Conv", "SAME_UPPER")
            .single()
            .attribute("auto_pad", "SAME_UPPER")
            .attributes("strides", 2, 2)
            .real("x", 1, 2, 5, 6)
            .weight("w", 3, 2, 3, 2),
        of("Conv", "SAME_LOWER")
            .single()
            .attribute("auto_pad", "SAME_LOWER")
            .attributes("strides", 1, 2)
            .real("x", 1, 2, 4, 6)
            .weight("w", 3, 2, 2, 2),
        of("Conv", "grouped and dilated")
            .single()
            .attribute("group", 2)
            .attributes("dilations", 2)
            .real("x", 1, 4, 7)
            .weight("w", 4, 2, 3),
        of("ConvTranspose", "")
            .single()
            .attributes("strides", 2, 2)
            .attributes("pads", 1, 0, 0, 1)
            .attributes("output_padding", 1, 1)
            .real("x", 1, 2, 3, 3)
            .weight("w", 2, 3, 3, 3)
            .weight("b", 3),
        of("ConvTranspose", "to a given size")
            .single()
            .attributes("strides", 2, 2)
            .attributes("output_shape", 6, 5)
            .real("x", 1, 2, 3, 3)
            .weight("w", 2, 2, 3, 3),
        of("PRelu", "").single().real("x", 2, 3, 2).weight("slope", 3, 1));
  }

  static Stream<OnnxCase> pools() {
    return Stream.of(
        of("MaxPool", "with ceil")
            .single()
            .attributes("kernel_shape", 3, 3)
            .attributes("strides", 2, 2)
            .attribute("ceil_mode", 1)
            .real("x", 1, 2, 6, 6),
        of("MaxPool", "dilated and padded")
            .single()
            .attributes("kernel_shape", 2, 2)
            .attributes("pads", 1, 0, 0, 1)
            .attributes("dilations", 2, 1)
            .real("x", 1, 1, 5, 5),
        of("MaxPool", "SAME_UPPER")
            .single()
            .attributes("kernel_shape", 3, 2)
            .attributes("strides", 2, 2)
            .attribute("auto_pad", "SAME_UPPER")
            .real("x", 1, 1, 5, 5),
        of("AveragePool", "")
            .single()
            .attributes("kernel_shape", 3)
            .attributes("pads", 1, 1)
            .attributes("strides", 2)
            .real("x", 1, 2, 6),
        of("AveragePool", "that counts its padding")
            .single()
            .attribute("count_include_pad", 1)
            .attributes("kernel_shape", 3, 3)
            .attributes("pads", 1, 0, 1, 2)
            .attributes("strides", 2, 1)
            .real("x", 1, 1, 5, 4),
        of("AveragePool", "uneven")
            .single()
            .attributes("kernel_shape", 3, 3)
            .attributes("pads", 0, 1, 2, 0)
            .real("x", 1, 1, 4, 4),
        of("AveragePool", "with ceil")
            .opset(19)
            .single()
            .attribute("ceil_mode", 1)
            .attributes("kernel_shape", 2, 3)
            .attributes("strides", 2, 2)
            .real("x", 1, 1, 5, 6),
        of("LpPool", "")
            .single()
            .attribute("p", 3)
            .attributes("kernel_shape", 2, 2)
            .attributes("pads", 1, 0, 0, 1)
            .real("x", 1, 1, 3, 3),
        of("GlobalAveragePool", "").single().real("x", 2, 3, 2, 2),
        of("GlobalMaxPool", "").single().real("x", 2, 3, 4),
        of("GlobalLpPool", "").single().attribute("p", 3).real("x", 1, 2, 3, 2));
  }

  static Stream<OnnxCase> norms() {
    return Stream.of(
        of("BatchNormalization", "")
            .single()
            .attribute("epsilon", 0.01)
            .real("x", 2, 3, 2)
            .weight("gain", 3)
            .weight("shift", 3)
            .weight("running.mean", 3)
            .variance("running.var", 3),
        of("InstanceNormalization", "")
            .single()
            .attribute("epsilon", 0.01)
            .real("x", 2, 3, 4)
            .weight("gain", 3)
            .weight("shift", 3),
        of("LayerNormalization", "")
            .opset(17)
            .single()
            .attribute("epsilon", 0.01)
            .real("x", 2, 3, 4)
            .weight("gain", 4)
            .weight("shift", 4),
        of("LayerNormalization", "over two axes")
            .opset(17)
            .single()
            .attribute("axis", 1)
            .real("x", 2, 3, 4)
            .weight("gain", 3, 4),
        of("GroupNormalization", "per group")
            .opset(18)
            .single()
            .attribute("num_groups", 2)
            .real("x", 2, 4, 3)
            .weight("gain", 2)
            .weight("shift", 2),
        of("GroupNormalization", "per channel")
            .opset(21)
            .single()
            .attribute("num_groups", 2)
            .real("x", 2, 4, 3)
            .weight("gain", 4)
            .weight("shift", 4),
        of("RMSNormalization", "").opset(23).single().real("x", 2, 3, 4).weight("gain", 4),
        of("LRN", "")
            .single()
            .attribute("size", 3)
            .attribute("alpha", 0.2)
            .attribute("bias", 1.5)
            .attribute("beta", 0.6)
            .real("x", 1, 4, 2, 2),
        of("LpNormalization", "").attribute("axis", 1).attribute("p", 2).real("x", 2, 3),
        of("LpNormalization", "of p 1").attribute("axis", 0).attribute("p", 1).real("x", 2, 3),
        of("MeanVarianceNormalization", "").single().attributes("axes", 0, 2).real("x", 3, 2, 4));
  }

  static Stream<OnnxCase> functions() {
    List<OnnxCase> cases = new ArrayList<>();
    for (String name :
        List.of(
            "Relu",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Exp",
            "Abs",
            "Neg",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "Sin",
            "Cos",
            "Sqrt",
            "Reciprocal",
            "Log",
            "Softplus",
            "Softsign",
            "HardSwish",
            "Mish")) {
      cases.add(of(name, "").single().real("x", new double[] {0.3, 1.7, 2.2, 0.9}, 2, 2));
    }
    for (String name : List.of("Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Atanh")) {
      cases.add(of(name, "").single().real("x", new double[] {-0.9, -0.2, 0.4, 0.7}, 4));
    }
    cases.add(of("Acosh", "").single().real("x", new double[] {1.2, 3}, 2));
    cases.add(of("LeakyRelu", "").single().attribute("alpha", 0.2).real("x", 3, 3));
    cases.add(of("Elu", "").single().attribute("alpha", 0.7).real("x", 3, 3));
    cases.add(of("Celu", "").single().attribute("alpha", 2.0).real("x", 3, 3));
    cases.add(
        of("Selu", "").single().attribute("alpha", 1.2).attribute("gamma", 0.9).real("x", 3, 3));
    cases.add(
        of("HardSigmoid", "")
            .single()
            .attribute("alpha", 0.3)
            .attribute("beta", 0.4)
            .real("x", 3, 3));
    cases.add(of("ThresholdedRelu", "").single().attribute("alpha", 0.5).real("x", 3, 3));
    cases.add(
        of("Shrink", "").single().attribute("lambd", 0.4).attribute("bias", 0.2).real("x", 3, 3));
    cases.add(of("Clip", "").real("x", 3, 3).scalar("low", -0.5).scalar("high", 1));
    cases.add(of("Clip", "open below").real("x", 3, 3).absent().scalar("high", 0.5));
    cases.add(of("Gelu", "").opset(20).single().real("x", 3, 3));
    cases.add(
        of("Gelu", "tanh").opset(20).single().attribute("approximate", "tanh").real("x", 3, 3));
    cases.add(of("Hardmax", "").single().attribute("axis", 0).real("x", 3, 3));
    return cases.stream();
  }
}
