package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise.Activation;
import org.etalon.graph.Pointwise.Function;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Pointwise.Softmax;
import org.etalon.graph.Rearrangement.Pool;
import org.etalon.graph.Rearrangement.Reshape;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators of every opset mean the same in the graph as in their file. */
class OperatorMeaningTest {
  @TempDir Path folder;

  private Graph read(ModelWriter writer) {
    return OnnxReader.read(writer.output("out").into(folder)).graph();
  }

  private Operation last(ModelWriter writer) {
    return read(writer).output().operation();
  }

  private static ModelWriter image(long opset) {
    return ModelWriter.withOpset(opset).input("x", "batch", 4, 6, 6);
  }

  private Call call(ModelWriter writer) {
    return ((Select) last(writer)).body().call();
  }

  private static AttributeProto whole(String name, long value) {
    return Fusion.integer(name, value);
  }

  private static AttributeProto wholes(String name, Long... values) {
    return Fusion.integers(name, List.of(values));
  }

  private static AttributeProto real(String name, double value) {
    return Fusion.real(name, value);
  }

  private static AttributeProto text(String name, String value) {
    return Fusion.text(name, value);
  }

  // ---- activations ----

  @Test
  void clipHasItsBoundsFromAttributesOrOperands() {
    assertThat(last(image(7).node("Clip", "x", "out", real("min", 0), real("max", 6))))
        .isEqualTo(new Activation(Function.CLIP, 0, 6));
    assertThat(last(image(13).scalar("low", 0).scalar("high", 6).node("Clip", "x,low,high", "out")))
        .isEqualTo(new Activation(Function.CLIP, 0, 6));
    assertThat(last(image(13).scalar("high", 1).node("Clip", "x,,high", "out")))
        .isEqualTo(new Activation(Function.CLIP, Double.NEGATIVE_INFINITY, 1));
  }

  @Test
  void activationsHaveOnnxsSettingsWhereTheFileGivesNone() {
    assertThat(last(image(17).node("LeakyRelu", "x", "out")))
        .isEqualTo(new Activation(Function.LEAKY_RELU, 0.01));
    assertThat(last(image(17).node("HardSigmoid", "x", "out")))
        .isEqualTo(new Activation(Function.HARD_SIGMOID, 0.2, 0.5));
    assertThat(last(image(17).node("Shrink", "x", "out", real("lambd", 2), real("bias", 0.5))))
        .isEqualTo(new Activation(Function.SHRINK, 2, 0.5));
    assertThat(last(image(17).node("Sinh", "x", "out"))).isEqualTo(new Activation(Function.SINH));
  }

  @Test
  void softmaxOfOldOpsetsTakesAllAxesBehindAsOne() {
    Graph graph = read(image(11).node("Softmax", "x", "out"));
    Dim batch = Dim.symbol("batch");
    assertThat(graph.output().operation()).isInstanceOf(Reshape.class);
    assertThat(graph.output().shape()).isEqualTo(graph.inputs().get(0).shape());
    Node softmax = graph.output().operands().get(0);
    assertThat(softmax.operation()).isEqualTo(new Softmax(1, false));
    assertThat(softmax.shape()).isEqualTo(Shape.of(List.of(batch, Dim.of(144))));
    assertThat(last(image(11).node("Softmax", "x", "out", whole("axis", 3))))
        .isEqualTo(new Softmax(3, false));
    assertThat(last(image(13).node("Softmax", "x", "out", whole("axis", 1))))
        .isEqualTo(new Softmax(1, false));
  }

  // ---- normalisations ----

  @Test
  void layerNormTakesItsAxisAndAllBehindIt() {
    Operation norm =
        last(
            image(17)
                .weight("gain", 6, 6)
                .node("LayerNormalization", "x,gain", "out", whole("axis", 2)));
    assertThat(((Normalisation) norm).axes()).containsExactly(-2, -1);
  }

  @Test
  void otherNormalisationsKeepTheirSettings() {
    assertThat(
            ((Normalisation)
                    last(image(17).node("LRN", "x", "out", whole("size", 3), real("beta", 0.5))))
                .settings())
        .containsExactly(3.0, 1e-4, 0.5, 1.0);
    Normalisation length =
        (Normalisation)
            last(image(17).node("LpNormalization", "x", "out", whole("axis", 1), whole("p", 1)));
    assertThat(length.axes()).containsExactly(-3);
    assertThat(length.settings()).containsExactly(1.0);
    assertThat(length.epsilon()).isZero();
    Normalisation both =
        (Normalisation) last(image(17).node("MeanVarianceNormalization", "x", "out"));
    assertThat(both.axes()).containsExactly(-4, -2, -1);
  }

  // ---- pools and changes of size ----

  @Test
  void poolsThatKeepTheSizeGetTheirPads() {
    Pool pool =
        (Pool)
            last(
                image(17)
                    .node(
                        "AveragePool",
                        "x",
                        "out",
                        wholes("kernel_shape", 3L, 2L),
                        text("auto_pad", "SAME_UPPER"),
                        whole("count_include_pad", 1)));
    assertThat(pool.padsBegin()).containsExactly(1, 0);
    assertThat(pool.padsEnd()).containsExactly(1, 1);
    assertThat(pool.countPadding()).isTrue();
    Pool powers =
        (Pool)
            last(
                image(17)
                    .node("LpPool", "x", "out", wholes("kernel_shape", 2L, 2L), whole("p", 3)));
    assertThat(powers.power()).isEqualTo(3);
  }

  @Test
  void upsamplingOfOldOpsetsIsResizingFromTheCorner() {
    TensorProto.Builder scales =
        TensorProto.newBuilder().setName("scales").setDataType(1).addDims(4);
    List.of(1f, 1f, 2f, 2f).forEach(scales::addFloatData);
    Call call = call(image(9).stored(scales).node("Upsample", "x,scales", "out"));
    assertThat(call.operator()).isEqualTo("Resize");
    assertThat(call.text("mode", "")).isEqualTo("nearest");
    assertThat(call.text("coordinate_transformation_mode", "")).isEqualTo("asymmetric");
    assertThat(call.text("nearest_mode", "")).isEqualTo("floor");
    assertThat(call.real("scales")).containsExactly(1.0, 1.0, 2.0, 2.0);
    Graph graph =
        read(
            image(13)
                .list("sizes", 1, 4, 12, 12)
                .node("Resize", "x,,,sizes", "out", text("mode", "cubic")));
    Call cubic = ((Select) graph.output().operation()).body().call();
    assertThat(cubic.whole("sizes")).extracting(Dim::value).containsExactly(1L, 4L, 12L, 12L);
    assertThat(cubic.text("coordinate_transformation_mode", "")).isEqualTo("half_pixel");
  }

  @Test
  void padsAreOfEveryAxis() {
    Call call =
        call(
            image(18)
                .list("pads", 1, 2)
                .list("axes", -1)
                .scalar("fill", 3)
                .node("Pad", "x,pads,fill,axes", "out"));
    assertThat(call.whole("pads"))
        .extracting(Dim::value)
        .containsExactly(0L, 0L, 0L, 1L, 0L, 0L, 0L, 2L);
    assertThat(call.real("constant_value")).containsExactly(3.0);
    Call old =
        call(
            image(7)
                .node(
                    "Pad",
                    "x",
                    "out",
                    wholes("pads", 0L, 0L, 1L, 1L, 0L, 0L, 1L, 1L),
                    text("mode", "reflect")));
    assertThat(old.text("mode", "")).isEqualTo("reflect");
  }

  // ---- parts ----

  @Test
  void slicesOfAllOpsetsNameTheirAxes() {
    Call old =
        call(image(9).node("Slice", "x", "out", wholes("starts", 0L, 1L), wholes("ends", 1L, 3L)));
    assertThat(old.whole("axes")).extracting(Dim::value).containsExactly(0L, 1L);
    assertThat(old.whole("steps")).extracting(Dim::value).containsExactly(1L, 1L);
    Call call =
        call(
            image(13)
                .list("starts", -1)
                .list("ends", -9)
                .list("axes", 3)
                .list("steps", -2)
                .node("Slice", "x,starts,ends,axes,steps", "out"));
    assertThat(call.whole("steps")).extracting(Dim::value).containsExactly(-2L);
  }

  @Test
  void partsOfASplitAreSlices() {
    Graph graph =
        read(image(13).list("sizes", 1, 3).node("Split", "x,sizes", "a,out", whole("axis", 1)));
    Call call = ((Select) graph.output().operation()).body().call();
    assertThat(call).isEqualTo(Select.slice(graph.inputs().get(0).shape(), 1, 1, 4).body().call());
  }

  @Test
  void indicesOfTopElementsAreTheSecondResult() {
    Graph graph =
        read(
            image(13)
                .list("k", 2)
                .node("TopK", "x,k", "values,indices")
                .node("GatherElements", "x,indices", "out", whole("axis", 3)));
    Node indices = graph.output().operands().get(1);
    Body body = ((Source.Auxiliary) indices.operation()).body();
    assertThat(body.call().whole("output", 0)).isEqualTo(1);
    assertThat(body.call().whole("k", 0)).isEqualTo(2);
    assertThat(indices.carries()).isEqualTo(Graph.Carries.IDENTIFIERS);
  }

  // ---- arithmetic ----

  @Test
  void remaindersAreNoQuotients() {
    Graph graph = read(image(13).scalar("two", 2).node("Mod", "x,two", "out", whole("fmod", 1)));
    Select mod = (Select) graph.output().operation();
    assertThat(mod.kind()).isEqualTo(Select.Kind.COMPUTED);
    assertThat(mod.body().call().whole("fmod", 0)).isEqualTo(1);
    assertThat(graph.output().operands()).hasSize(2);
  }

  @Test
  void quotientsOfWholeNumbersAreRounded() {
    ModelWriter ids = ModelWriter.model().identifiers("x", "batch", 8).weight("table", 9, 4);
    Graph graph =
        read(ids.list("two", 2).node("Div", "x,two", "half").node("Gather", "table,half", "out"));
    assertThat(graph.output().operands().get(0).operation())
        .isEqualTo(new Join.Combine(Join.Combine.Rule.WHOLE_QUOTIENT));
    assertThat(last(image(13).scalar("two", 2).node("Div", "x,two", "out")))
        .isEqualTo(new Join.Combine(Join.Combine.Rule.QUOTIENT));
  }

  @Test
  void masksKeepWhatTheyAreMadeOfAndCarryNothing() {
    Graph graph =
        read(
            image(13)
                .scalar("one", 1)
                .node("Greater", "x,one", "positive")
                .node("Where", "positive,x,one", "out"));
    Node mask = graph.output().operands().get(0);
    assertThat(mask.operands()).extracting(Node::name).containsExactly("x", "one");
    assertThat(mask.carries()).isEqualTo(Graph.Carries.NOTHING);
    assertThat(graph.carriers(graph.output())).extracting(Node::name).containsExactly("x");
  }

  // ---- decomposed normalisations ----

  private static ModelWriter rows() {
    return ModelWriter.model().input("x", "batch", 64);
  }

  @Test
  void layerNormWithTheUnbiasedVarianceKeepsItsFactor() {
    Graph graph =
        read(
            rows()
                .scalar("bessel", 64f / 63)
                .scalar("eps", 1e-5f)
                .weight("norm.weight", 64)
                .weight("norm.bias", 64)
                .node("ReduceMean", "x", "mean", wholes("axes", -1L))
                .node("Sub", "x,mean", "centred")
                .node("Mul", "centred,centred", "squares")
                .node("ReduceMean", "squares", "biased", wholes("axes", -1L))
                .node("Mul", "biased,bessel", "variance")
                .node("Add", "variance,eps", "shifted")
                .node("Sqrt", "shifted", "deviation")
                .node("Div", "centred,deviation", "normal")
                .node("Mul", "normal,norm.weight", "scaled")
                .node("Add", "scaled,norm.bias", "out"));
    Normalisation norm = (Normalisation) graph.output().operation();
    assertThat(norm.kind()).isEqualTo(Normalisation.Kind.LAYER);
    Node gain = graph.output().operands().get(1);
    assertThat(gain.operation()).isEqualTo(new Join.Multiply());
    Source.Constant factor = (Source.Constant) gain.operands().get(1).operation();
    assertThat(factor.values().get(0)).isCloseTo(Math.sqrt(63.0 / 64), within(1e-6));
  }

  @Test
  void divisionByTheRootOfASumIsByALengthTimesAFactor() {
    Graph graph =
        read(
            rows()
                .scalar("part", 1f / 64)
                .scalar("eps", 1e-5f)
                .list("last", -1)
                .node("Mul", "x,x", "squares")
                .node("ReduceSum", "squares,last", "sum")
                .node("Mul", "sum,part", "mean")
                .node("Add", "mean,eps", "shifted")
                .node("Sqrt", "shifted", "size")
                .node("Div", "x,size", "out"));
    Normalisation norm = (Normalisation) graph.output().operation();
    assertThat(norm.kind()).isEqualTo(Normalisation.Kind.RMS);
    assertThat(norm.epsilon()).isCloseTo(1e-5, within(1e-8));
    assertThat(graph.output().operands()).hasSize(1);
  }

  @Test
  void divisionByAPlainSumIsWrittenOut() {
    Graph graph =
        read(
            rows().list("last", -1).node("ReduceSum", "x,last", "sum").node("Div", "x,sum", "out"));
    Select computed = (Select) graph.output().operation();
    assertThat(computed.kind()).isEqualTo(Select.Kind.COMPUTED);
    assertThat(computed.body().steps())
        .extracting(step -> step.call().operator())
        .containsExactly("ReduceSum", "Div");
    assertThat(computed.body().steps().get(1).operands()).containsExactly(0, -1);
  }

  @Test
  void divisionByALengthKeepsZerosZerosWhereItIsClamped() {
    Graph graph =
        read(
            rows()
                .scalar("least", 1e-12f)
                .node("ReduceL2", "x", "length", wholes("axes", -1L))
                .node("Max", "length,least", "clamped")
                .node("Div", "x,clamped", "out"));
    Normalisation norm = (Normalisation) graph.output().operation();
    assertThat(norm.kind()).isEqualTo(Normalisation.Kind.L2);
    assertThat(norm.settings()).containsExactly(2.0);
    assertThat(norm.epsilon()).isPositive().isLessThan(1e-20);
  }
}
