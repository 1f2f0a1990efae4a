package org.etalon.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.FunctionProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.OperatorSetIdProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/**
 * Writes small ONNX models for tests. Lists of names are given as text, separated by commas; an
 * axis is a whole number or the name of a symbolic size.
 */
final class ModelWriter {
  static final int FLOAT = 1;
  static final int INT8 = 3;
  static final int INT64 = 7;

  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  private ModelWriter() {}

  /** A model of opset 17. */
  static ModelWriter model() {
    return withOpset(17);
  }

  static ModelWriter withOpset(long version) {
    ModelWriter writer = new ModelWriter();
    writer.model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
    return writer;
  }

  static ModelWriter withoutOpset() {
    return new ModelWriter();
  }

  /** An input of reals. */
  ModelWriter input(String name, Object... sizes) {
    graph.addInput(value(name, FLOAT, sizes));
    return this;
  }

  /** An input of whole numbers. */
  ModelWriter identifiers(String name, Object... sizes) {
    graph.addInput(value(name, INT64, sizes));
    return this;
  }

  /** An input whose shape is not stated. */
  ModelWriter shapelessInput(String name) {
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT))));
    return this;
  }

  /** A stored tensor of reals, its elements left out. */
  ModelWriter weight(String name, long... sizes) {
    graph.addInitializer(tensor(name, FLOAT, sizes));
    return this;
  }

  /** A stored tensor exactly as given. */
  ModelWriter stored(TensorProto.Builder tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** A stored list of whole numbers. */
  ModelWriter list(String name, long... values) {
    graph.addInitializer(whole(name, values));
    return this;
  }

  ModelWriter scalar(String name, float value) {
    graph.addInitializer(
        TensorProto.newBuilder().setName(name).setDataType(FLOAT).addFloatData(value));
    return this;
  }

  ModelWriter node(String operator, String inputs, String outputs, AttributeProto... attributes) {
    return node("", operator, inputs, outputs, attributes);
  }

  /** A call of another domain's operator. */
  ModelWriter node(
      String domain, String operator, String inputs, String outputs, AttributeProto... attributes) {
    graph.addNode(call(domain, operator, inputs, outputs, attributes));
    return this;
  }

  static NodeProto call(
      String domain, String operator, String inputs, String outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(operator + " of " + outputs)
        .addAllInput(inputs.isEmpty() ? List.of() : List.of(inputs.split(",", -1)))
        .addAllOutput(outputs.isEmpty() ? List.of() : List.of(outputs.split(",", -1)))
        .addAllAttribute(List.of(attributes))
        .build();
  }

  ModelWriter function(FunctionProto.Builder function) {
    model.addFunctions(function);
    return this;
  }

  ModelWriter output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  /** What the file states about the shape of a value in between. */
  ModelWriter stated(String name, Object... sizes) {
    graph.addValueInfo(value(name, FLOAT, sizes));
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  ModelProto build() {
    return model.clone().setGraph(graph).build();
  }

  /** Writes the model into a folder and returns the file. */
  Path into(Path folder) {
    return write(folder, build().toByteArray());
  }

  static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("model.onnx"), bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static TensorProto.Builder tensor(String name, int type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (long size : sizes) {
      tensor.addDims(size);
    }
    return tensor;
  }

  static TensorProto.Builder whole(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return tensor(name, INT64, values.length).setRawData(ByteString.copyFrom(raw.array()));
  }

  static AttributeProto tensorAttribute(String name, TensorProto.Builder value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  static AttributeProto graphAttribute(String name, GraphProto.Builder value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return Fusion.integers(name, list);
  }

  private static ValueInfoProto value(String name, int type, Object... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object size : sizes) {
      TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
      if (size instanceof Number number) {
        axis.setDimValue(number.longValue());
      } else {
        axis.setDimParam(size.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
