package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etalon.onnx.ModelWriter.FLOAT;
import static org.etalon.onnx.ModelWriter.INT64;
import static org.etalon.onnx.ModelWriter.INT8;
import static org.etalon.onnx.ModelWriter.integers;
import static org.etalon.onnx.ModelWriter.model;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.FunctionProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.SparseTensorProto;
import org.etalon.onnx.proto.StringStringEntryProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed messages that describe no network, or none that an honest answer exists for. */
class BadModelsTest {
  @TempDir Path folder;

  private Network read(ModelWriter model) {
    return OnnxReader.read(model.into(folder));
  }

  /** Refused in one sentence with the file, the fragments and no doubled name. */
  private void assertRefused(ModelWriter model, String... fragments) {
    Path file = model.into(folder);
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .satisfies(
            e -> {
              String said = e.getMessage().substring(file.toString().length());
              assertThat(said).doesNotContain("model.onnx");
              assertThat(List.of(fragments)).as(said).allMatch(said::contains);
              assertThat(said.split("node ", -1).length).as(said).isLessThanOrEqualTo(2);
              assertThat(((InputException) e).wayOut()).as(said).isNotEmpty();
            });
  }

  /** x [n, 4] → MatMul with w [4, 4] → h, on which a test builds. */
  private static ModelWriter layer() {
    return model().input("x", "n", 4).weight("w", 4, 4).node("MatMul", "x,w", "h");
  }

  // ---- the graph ----

  @Test
  void aGraphWithoutOutputsOrInputsIsRefused() {
    assertRefused(layer(), "no output");
    assertRefused(model().weight("w", 4, 4).node("Relu", "w", "y").output("y"), "no input");
    assertRefused(model().output("y"), "'y'", "made nowhere");
  }

  @Test
  void cyclesAreRefusedByNode() {
    ModelWriter cyclic =
        layer().node("Add", "h,c", "a").node("Relu", "a", "b").node("Relu", "b", "c").output("c");
    assertRefused(cyclic, "node ", "cycle");
    assertRefused(layer().node("Add", "h,y", "y").output("y"), "node Add of y", "cycle");
  }

  @Test
  void danglingOperandsAreRefusedByNodeAndName() {
    assertRefused(layer().node("Add", "h,nowhere", "y").output("y"), "node Add", "'nowhere'");
    assertRefused(layer().output("nowhere"), "'nowhere'");
  }

  @Test
  void namesOfTwoThingsAreRefused() {
    assertRefused(
        layer().node("Relu", "h", "y").node("Tanh", "h", "y").output("y"), "'y'", "made twice");
    assertRefused(layer().node("Relu", "h", "w").output("w"), "'w'", "made twice");
    assertRefused(layer().node("Relu", "h", "x").output("x"), "'x'", "made twice");
    assertRefused(layer().weight("w", 4, 4).output("h"), "'w'", "stored twice");
    assertRefused(layer().input("x", 1, 4).output("h"), "'x'", "declared twice");
    assertRefused(layer().weight("", 4, 4).output("h"), "no name");
  }

  @Test
  void nodesMayShareANameForOnlyValuesAreIdentified() {
    ModelWriter writer = layer();
    writer.graph().addNode(ModelWriter.call("", "Relu", "h", "a").toBuilder().setName("same"));
    writer.graph().addNode(ModelWriter.call("", "Tanh", "a", "b").toBuilder().setName("same"));
    assertThat(read(writer.output("b")).depths().layers()).isEqualTo(1);
  }

  @Test
  void aModelWithoutPathOrParametersIsAnsweredWithAFinding() {
    Network pathless =
        read(
            layer()
                .node("Shape", "h", "s")
                .node("ConstantOfShape", "s", "z")
                .node("Relu", "z", "y")
                .output("y"));
    assertThat(pathless.depths().hasPath()).isFalse();
    assertThat(pathless.findings()).extracting(Finding::message).anyMatch(m -> m.contains("path"));
    Network layerless = read(model().input("x", 1, 4).node("Relu", "x", "y").output("y"));
    assertThat(layerless.depths().layers()).isZero();
    assertThat(layerless.tensors()).isEmpty();
    assertThat(layerless.findings()).hasSize(1);
  }

  @Test
  void tooManyOperandsAreRefused() {
    StringBuilder operands = new StringBuilder("h");
    operands.append(",h".repeat(5000));
    assertRefused(layer().node("Sum", operands.toString(), "y").output("y"), "5001 operands");
  }

  // ---- opsets and operators ----

  @Test
  void opsetsBeforeSevenAndMissingOnesAreRefused() {
    ModelWriter six = ModelWriter.withOpset(6).input("x", 1, 4).node("Relu", "x", "y").output("y");
    assertRefused(six, "opset", "is 6", "7", "version_converter");
    ModelWriter none = ModelWriter.withoutOpset().input("x", 1, 4).node("Relu", "x", "y");
    assertRefused(none.output("y"), "opset", "not stated");
  }

  @Test
  void aNewerOpsetIsReadWithAFinding() {
    ModelWriter newer = ModelWriter.withOpset(99).input("x", 1, 4).node("Relu", "x", "y");
    assertThat(read(newer.output("y")).findings())
        .extracting(Finding::message)
        .anyMatch(m -> m.contains("opset 99"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "RNN", "Loop", "Scan"})
  void recurrentOperatorsAreRefusedByName(String operator) {
    assertRefused(layer().node(operator, "h", "y").output("y"), "(" + operator + ")", "recurrent");
  }

  @Test
  void aBranchThatDependsOnTheDataIsRefused() {
    GraphProto.Builder branch = GraphProto.newBuilder().setName("branch");
    ModelWriter writer =
        layer()
            .node("ReduceMax", "h", "m")
            .node("If", "m", "y", ModelWriter.graphAttribute("then_branch", branch))
            .output("y");
    assertRefused(writer, "(If)", "control flow");
  }

  @Test
  void anUnknownOperatorIsPassedThroughWhereItCannotChangeDepth() {
    Network network = read(layer().node("com.acme", "Fancy", "h", "y").output("y"));
    assertThat(network.depths().layers()).isEqualTo(1);
    assertThat(network.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("com.acme::Fancy"));
  }

  @Test
  void anUnknownOperatorThatJoinsOrHasParametersIsRefused() {
    assertRefused(
        layer().node("com.acme", "Fancy", "h,w", "y").output("y"), "com.acme::Fancy", "parameters");
    assertRefused(
        layer().node("Relu", "h", "g").node("com.acme", "Join", "h,g", "y").output("y"),
        "com.acme::Join",
        "joins several");
  }

  @Test
  void functionsThatCallThemselvesAreRefused() {
    FunctionProto.Builder endless =
        FunctionProto.newBuilder()
            .setDomain("own")
            .setName("Endless")
            .addInput("a")
            .addOutput("b")
            .addNode(ModelWriter.call("own", "Endless", "a", "b"));
    assertRefused(
        layer().function(endless).node("own", "Endless", "h", "y").output("y"),
        "function Endless",
        "itself");
  }

  @Test
  void functionsThatExpandWithoutEndAreRefused() {
    ModelWriter writer = layer();
    for (int level = 0; level < 25; level++) {
      String next = level == 24 ? "Relu" : "F" + (level + 1);
      String domain = level == 24 ? "" : "own";
      writer.function(
          FunctionProto.newBuilder()
              .setDomain("own")
              .setName("F" + level)
              .addInput("a")
              .addOutput("c")
              .addNode(ModelWriter.call(domain, next, "a", "b"))
              .addNode(ModelWriter.call(domain, next, "b", "c")));
    }
    assertRefused(writer.node("own", "F0", "h", "y").output("y"), "function F", "expands to");
  }

  // ---- sizes ----

  @ParameterizedTest
  @ValueSource(longs = {-1, -5, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62})
  void sizesOfInputsMustBePossible(long size) {
    ModelWriter writer = model().input("x", 1, size).node("Relu", "x", "y").output("y");
    assertRefused(writer, "'x'", "the size " + size);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 49})
  void sizesOfStoredTensorsMustBePossible(long size) {
    assertRefused(model().input("x", 1, 4).weight("w", 4, size).output("x"), "w");
  }

  @Test
  void aParameterWithASizeOfZeroOrWithoutAShapeIsRefused() {
    ModelWriter empty = model().input("x", "n", 4).weight("w", 4, 0).node("MatMul", "x,w", "y");
    assertRefused(empty.output("y"), "node MatMul", "size 0");
    ModelWriter shapeless =
        model()
            .input("x", "n", 4)
            .input("w1", 4, 4)
            .node("MatMul", "x,w1", "h")
            .shapelessInput("b");
    assertRefused(
        shapeless.node("Add", "h,b", "y").output("y"), "'b'", "parameter without a shape");
  }

  @Test
  void productsOfSizesBeyondSixtyThreeBitsAreRefused() {
    ModelWriter writer =
        model()
            .input("x", 1L << 40, 1L << 40)
            .list("to", -1)
            .node("Reshape", "x,to", "y")
            .output("y");
    assertRefused(writer, "node Reshape", "overflow");
    ModelWriter grown = layer().list("shape", 1L << 40, 1L << 40, 1, 4);
    grown.node("Expand", "h,shape", "e").list("flat", -1).node("Reshape", "e,flat", "y");
    assertRefused(grown.output("y"), "node Reshape");
  }

  @Test
  void sizeFormulasDoNotGrowWithoutEnd() {
    ModelWriter writer = layer().node("Shape", "x", "s").list("first", 0);
    writer.node("Gather", "s,first", "n0");
    for (int i = 0; i < 100; i++) {
      writer.node("Mul", "n" + i + ",n" + i, "n" + (i + 1));
    }
    writer.list("four", 4).node("Concat", "n100,four", "to", integers("axis", 0));
    Network network = read(writer.node("Reshape", "h,to", "y").output("y"));
    assertThat(network.graph().output().shape().toString()).hasSizeLessThan(1000);
  }

  @Test
  void tensorsOfHundredsOfAxesAreRefused() {
    long[] ones = new long[1000];
    java.util.Arrays.fill(ones, 1);
    assertRefused(layer().list("to", ones).node("Reshape", "h,to", "y").output("y"), "1000 axes");
    assertRefused(layer().weight("b", ones).node("Add", "h,b", "y").output("y"), "1000 axes");
  }

  @Test
  void reshapesMustKeepTheElements() {
    assertRefused(fixed().list("to", 3, 5).node("Reshape", "h,to", "y").output("y"), "reshape");
    assertRefused(fixed().list("to", -1, -1).node("Reshape", "h,to", "y").output("y"), "open");
    assertRefused(fixed().list("to", -7, 2).node("Reshape", "h,to", "y").output("y"), "-7");
    assertRefused(fixed().list("to", 0, 0, 0).node("Reshape", "h,to", "y").output("y"), "axis 2");
    assertRefused(
        fixed()
            .list("to", 0, -1)
            .node("Reshape", "h,to", "y", Fusion.integer("allowzero", 1))
            .output("y"),
        "zero");
  }

  /** The layer on a batch of two. */
  private static ModelWriter fixed() {
    return model().input("x", 2, 4).weight("w", 4, 4).node("MatMul", "x,w", "h");
  }

  @Test
  void shapesThatDoNotFitAreRefusedByNode() {
    assertRefused(fixed().weight("v", 5, 3).node("MatMul", "h,v", "y").output("y"), "node MatMul");
    assertRefused(fixed().weight("b", 5).node("Add", "h,b", "y").output("y"), "broadcast");
    assertRefused(
        image().weight("b", 5).node("Conv", "x,k,b", "y").output("y"), "node Conv", "channels");
    assertRefused(
        fixed().weight("c", 3, 7).node("Concat", "h,c", "y", Fusion.integer("axis", 0)).output("y"),
        "concatenate");
    assertRefused(
        fixed().node("Concat", "h,h", "y", Fusion.integer("axis", 9)).output("y"), "axis 9");
  }

  @Test
  void sizesBelowZeroAreRefused() {
    assertRefused(
        fixed().list("pads", 0, -9, 0, 0).node("Pad", "h,pads", "y").output("y"), "size of -5");
    assertRefused(
        fixed().list("times", 1, -2).node("Tile", "h,times", "y").output("y"), "negative size");
  }

  // ---- attributes ----

  private static ModelWriter image() {
    return model().input("x", 1, 4, 8, 8).weight("k", 4, 4, 3, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "strides, 0",
    "strides, -1",
    "strides, 4611686018427387904",
    "dilations, 0",
    "dilations, 100",
    "pads, -9",
    "pads, 2147483648"
  })
  void settingsOfAConvolutionMustBePossible(String attribute, long value) {
    long[] values =
        attribute.equals("pads")
            ? new long[] {value, value, value, value}
            : new long[] {value, value};
    assertRefused(
        image().node("Conv", "x,k", "y", integers(attribute, values)).output("y"), "node Conv");
    assertRefused(
        image().node("Conv", "x,k", "y", integers(attribute, value)).output("y"), "node Conv");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 3, Long.MIN_VALUE, 1L << 40})
  void groupsMustDivideTheChannels(long groups) {
    assertRefused(
        image().node("Conv", "x,k", "y", Fusion.integer("group", groups)).output("y"), "node Conv");
  }

  @Test
  void automaticPaddingWithImpossibleSettingsIsRefused() {
    assertRefused(
        image()
            .node(
                "Conv",
                "x,k",
                "y",
                Fusion.text("auto_pad", "SAME_UPPER"),
                integers("strides", 0, 0))
            .output("y"),
        "node Conv");
    assertRefused(
        image()
            .node(
                "Conv", "x,k", "y", Fusion.text("auto_pad", "SAME_UPPER"), integers("dilations", 1))
            .output("y"),
        "node Conv");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 31, Long.MAX_VALUE})
  void windowsMustBePossible(long side) {
    assertRefused(
        image().node("MaxPool", "x", "y", integers("kernel_shape", side, side)).output("y"),
        "node MaxPool");
  }

  @Test
  void axesMustExist() {
    for (long axis : new long[] {2, -3, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(
          fixed().node("Softmax", "h", "y", Fusion.integer("axis", axis)).output("y"),
          "node Softmax",
          "axis " + axis);
      assertRefused(
          fixed().node("ReduceMean", "h", "y", integers("axes", axis)).output("y"), "axis " + axis);
      assertRefused(
          fixed().node("Flatten", "h,", "y", Fusion.integer("axis", axis + 1)).output("y"));
    }
    assertRefused(
        fixed().node("Transpose", "h", "y", integers("perm", 0, 0)).output("y"), "node Transpose");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1, 0})
  void numbersThatChangeNoShapeAreNotOurConcern(float value) {
    Network network =
        read(
            fixed()
                .node("LeakyRelu", "h", "a", Fusion.real("alpha", value))
                .node("Clip", "a", "b", Fusion.real("min", value))
                .scalar("c", value)
                .node("Mul", "b,c", "y")
                .output("y"));
    assertThat(network.depths().layers()).isEqualTo(1);
  }

  @Test
  void slicesWithExtremeStepsEnd() {
    for (long step : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 3}) {
      ModelWriter writer =
          fixed()
              .node("Shape", "x", "s")
              .list("from", step < 0 ? 1 : 0)
              .list("to", step < 0 ? Long.MIN_VALUE : Long.MAX_VALUE)
              .list("axes", 0)
              .list("step", step);
      writer.node("Slice", "s,from,to,axes,step", "part").list("rest", -1);
      writer.node("Concat", "part,rest", "shape", Fusion.integer("axis", 0));
      writer.node("Reshape", "h,shape", "y").output("y");
      assertThat(read(writer).depths().layers()).isEqualTo(1);
    }
    assertRefused(
        fixed()
            .list("a", 0)
            .list("b", 1)
            .list("zero", 0)
            .node("Slice", "h,a,b,a,zero", "y")
            .output("y"),
        "step of 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ij", "ij,jk", "ij,jk->il", "...j,jk->...k", "ii,ik->k", "->"})
  void equationsMustBeExplicitAndFit(String equation) {
    assertRefused(
        fixed()
            .weight("v", 4, 4)
            .node("Einsum", "h,v", "y", Fusion.text("equation", equation))
            .output("y"),
        "node Einsum");
  }

  // ---- stored data ----

  @Test
  void rawDataMustHaveTheLengthOfItsShape() {
    for (int bytes : new int[] {1, 63, 65, 128}) {
      ModelWriter writer =
          model()
              .input("x", "n", 4)
              .stored(
                  ModelWriter.tensor("w", FLOAT, 4, 4)
                      .setRawData(ByteString.copyFrom(new byte[bytes])))
              .node("MatMul", "x,w", "y")
              .output("y");
      assertRefused(writer, "w", "stores " + bytes + " bytes", "64");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../w.bin",
        "a/../../w.bin",
        "..",
        "C:\\w.bin",
        "..\\w.bin",
        "\\\\host\\w.bin",
        "w\0.bin"
      })
  void externalDataOutsideTheFolderAreRefused(String location) {
    assertRefused(external(location), "w", "outside the model's folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.bin", "weights/w.bin", "./w.bin", "..w", "missing"})
  void externalDataInsideTheFolderAreNotOpened(String location) {
    assertThat(read(external(location)).depths().layers()).isEqualTo(1);
  }

  private static ModelWriter external(String location) {
    TensorProto.Builder tensor =
        ModelWriter.tensor("w", FLOAT, 4, 4)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location));
    return model().input("x", "n", 4).stored(tensor).node("MatMul", "x,w", "y").output("y");
  }

  @Test
  void aSparseWeightHasItsDenseShape() {
    ModelWriter writer = model().input("x", "n", 4).node("MatMul", "x,w", "y").output("y");
    writer
        .graph()
        .addSparseInitializer(
            SparseTensorProto.newBuilder()
                .setValues(ModelWriter.tensor("w", FLOAT, 2))
                .setIndices(ModelWriter.tensor("", INT64, 2))
                .addDims(4)
                .addDims(3));
    assertThat(read(writer).tensors().get(0).parameter().shape()).hasToString("[4,3]");
  }

  @Test
  void aQuantisedWeightIsAParameter() {
    ModelWriter writer =
        model()
            .input("x", "n", 4)
            .stored(ModelWriter.tensor("q", INT8, 4, 3))
            .scalar("scale", 0.1f)
            .node("DequantizeLinear", "q,scale", "w")
            .node("MatMul", "x,w", "y")
            .output("y");
    Network network = read(writer);
    assertThat(network.depths().layers()).isEqualTo(1);
    assertThat(network.tensors().get(0).name()).isEqualTo("q");
  }

  @Test
  void aKernelComputedFromTheDataIsRefused() {
    assertRefused(
        model().input("x", 1, 4, 3, 3).node("Conv", "x,x", "y").output("y"),
        "node Conv",
        "computed from the data");
  }

  // ---- operands ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv",
        "MatMul",
        "Gemm",
        "Gather",
        "Reshape",
        "Concat",
        "Split",
        "Slice",
        "Relu",
        "Add",
        "Softmax",
        "MaxPool",
        "ReduceMean",
        "LayerNormalization",
        "Expand",
        "Where",
        "Attention",
        "Einsum",
        "TopK",
        "Pad",
        "Resize",
        "OneHot",
        "Squeeze",
        "Transpose",
        "PRelu"
      })
  void missingOperandsNeverCrash(String operator) {
    for (String operands : new String[] {"", "h", ",h", "h,,h", ",,", "w", "w,h", "h,h,h,h,h,h"}) {
      Path file = fixed().node(operator, operands, "y").output("y").into(folder);
      try {
        OnnxReader.read(file);
      } catch (InputException refused) {
        assertThat(refused).hasMessageStartingWith(file + ": ");
      }
    }
  }

  @Test
  void theUsersNamesMustExist() {
    Path file = layer().output("h").into(folder);
    assertThatThrownBy(
            () -> OnnxReader.read(file, "m", new OnnxOptions(List.of("y"), Optional.empty())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("input 'y'");
    assertThatThrownBy(
            () -> OnnxReader.read(file, "m", new OnnxOptions(List.of(), Optional.of("y"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("output 'y'");
  }
}
