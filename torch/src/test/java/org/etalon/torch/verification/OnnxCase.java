package org.etalon.torch.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.Graph;
import org.etalon.onnx.OnnxOptions;
import org.etalon.onnx.OnnxReader;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.OperatorSetIdProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;
import org.etalon.torch.program.GraphRun;
import org.etalon.torch.program.GraphRun.Numbers;
import org.etalon.torch.program.GraphRun.Wholes;

/**
 * A model of one ONNX node, written to a file, read by the reader and run by the engine and by ONNX
 * Runtime. Operands are inputs (numbers that vary) or initialisers (weights, sizes, axes).
 */
final class OnnxCase {
  private final String title;
  private final NodeProto.Builder node;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("case");
  private final Map<String, Numbers> reals = new LinkedHashMap<>();
  private final Map<String, Wholes> wholes = new LinkedHashMap<>();
  private final List<String> data = new ArrayList<>();
  private long opset = 18;
  private boolean single;
  private boolean differentiable = true;
  private int output;
  private int outputs = 1;

  OnnxCase(String operator, String title) {
    this.title = operator + " " + title;
    this.node = NodeProto.newBuilder().setName("n").setOpType(operator);
  }

  @Override
  public String toString() {
    return title;
  }

  /** In an operator set other than 18. */
  OnnxCase opset(long version) {
    opset = version;
    return this;
  }

  /** In single precision, where ONNX Runtime has no other. */
  OnnxCase single() {
    single = true;
    return this;
  }

  /** Whose result is no smooth function: its derivatives are not looked at. */
  OnnxCase flat() {
    differentiable = false;
    return this;
  }

  /** Takes the second or a later one of several outputs. */
  OnnxCase output(int index, int of) {
    output = index;
    outputs = of;
    return this;
  }

  /** A data input drawn from a normal distribution. */
  OnnxCase real(String name, long... shape) {
    return real(name, GraphRun.normal(name, product(shape)), shape);
  }

  /** A data input of given numbers. */
  OnnxCase real(String name, double[] values, long... shape) {
    reals.put(name, new Numbers(rounded(values), shape));
    data.add(name);
    node.addInput(name);
    graph.addInput(info(name, real(), shape));
    return this;
  }

  /** A data input of whole numbers. */
  OnnxCase ids(String name, long[] values, long... shape) {
    wholes.put(name, new Wholes(values, shape));
    data.add(name);
    node.addInput(name);
    graph.addInput(info(name, TensorProto.DataType.INT64, shape));
    return this;
  }

  /** A weight in the file. */
  OnnxCase weight(String name, long... shape) {
    double[] values = rounded(GraphRun.normal(name, product(shape)));
    reals.put(name, new Numbers(values, shape));
    return stored(name, values, shape);
  }

  /** A variance in the file: positive. */
  OnnxCase variance(String name, long... shape) {
    double[] values =
        rounded(
            Arrays.stream(GraphRun.normal(name, product(shape))).map(v -> v * v + 0.5).toArray());
    reals.put(name, new Numbers(values, shape));
    return stored(name, values, shape);
  }

  /** A constant of real numbers. */
  OnnxCase constant(String name, double... values) {
    return stored(name, values, values.length);
  }

  /** A constant real number. */
  OnnxCase scalar(String name, double value) {
    return stored(name, new double[] {value});
  }

  private OnnxCase stored(String name, double[] values, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(real().getNumber());
    for (long size : shape) {
      tensor.addDims(size);
    }
    for (double value : values) {
      if (single) {
        tensor.addFloatData((float) value);
      } else {
        tensor.addDoubleData(value);
      }
    }
    graph.addInitializer(tensor);
    node.addInput(name);
    return this;
  }

  /** A constant list of whole numbers. */
  OnnxCase ints(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    node.addInput(name);
    return this;
  }

  /** A constant whole number. */
  OnnxCase whole(String name, long value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addInt64Data(value));
    node.addInput(name);
    return this;
  }

  /** An optional operand that is left out. */
  OnnxCase absent() {
    node.addInput("");
    return this;
  }

  OnnxCase attribute(String name, long value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.INT)
            .setI(value));
    return this;
  }

  OnnxCase attribute(String name, double value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF((float) value));
    return this;
  }

  OnnxCase attribute(String name, String value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.STRING)
            .setS(com.google.protobuf.ByteString.copyFromUtf8(value)));
    return this;
  }

  OnnxCase attributes(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    node.addAttribute(attribute);
    return this;
  }

  private TensorProto.DataType real() {
    return single ? TensorProto.DataType.FLOAT : TensorProto.DataType.DOUBLE;
  }

  /** Both runtimes get the same numbers: those of single precision. */
  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(v -> (float) v).toArray();
  }

  private static int product(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static ValueInfoProto info(String name, TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (long size : shape) {
      sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(sizes)))
        .build();
  }

  private ModelProto model() {
    for (int i = 0; i < outputs; i++) {
      node.addOutput(i == output ? "y" : "unused" + i);
    }
    graph.addNode(node);
    graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .build();
  }

  /** Requires the engine to compute what ONNX Runtime does, and to differentiate it. */
  void require(Path folder) throws IOException, OrtException {
    ModelProto model = model();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (String name : data) {
      if (reals.containsKey(name)) {
        Numbers real = reals.get(name);
        inputs.put(
            name,
            single
                ? OnnxRuntime.singles(OnnxRuntime.rounded(real.values()), real.shape())
                : OnnxRuntime.doubles(real.values(), real.shape()));
      } else {
        inputs.put(name, OnnxRuntime.wholes(wholes.get(name).values(), wholes.get(name).shape()));
      }
    }
    Numbers expected = OnnxRuntime.run(model, inputs);
    Path file = folder.resolve("case.onnx");
    Files.write(file, model.toByteArray());
    Graph read = OnnxReader.read(file, title, new OnnxOptions(data, Optional.empty())).graph();
    GraphRun run = new GraphRun(read, reals, wholes, false);
    Numbers found = run.result();
    assertThat(found.shape()).as("shape").containsExactly(expected.shape());
    double tolerance = single ? 2e-6 : 1e-10;
    for (int i = 0; i < expected.values().length; i++) {
      double value = expected.values()[i];
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        assertThat(found.values()[i]).as("element %d", i).isEqualTo(value);
      } else {
        assertThat(found.values()[i])
            .as("element %d", i)
            .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
      }
    }
    if (differentiable) {
      run.requireDerivatives();
    }
  }
}
