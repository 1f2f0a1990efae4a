package org.etalon.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.OperatorSetIdProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/**
 * Writes an ONNX graph of many residual blocks (MatMul, Add of a bias, Relu, Add of the stream).
 */
public final class LargeOnnx {
  private static final int WIDTH = 8;

  private LargeOnnx() {}

  /** Arguments: the file to write and the number of nodes, a multiple of four. */
  public static void main(String... args) throws IOException {
    Files.write(Path.of(args[0]), model(Integer.parseInt(args[1])).toByteArray());
  }

  private static ModelProto model(int nodes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("residual");
    graph.addInput(value("input", 1, WIDTH));
    String stream = "input";
    for (int i = 0; i < nodes / 4; i++) {
      String block = "blocks." + i;
      graph.addInput(value(block + ".weight", WIDTH, WIDTH));
      graph.addInput(value(block + ".bias", WIDTH));
      graph.addNode(node("MatMul", block + "/product", stream, block + ".weight"));
      graph.addNode(node("Add", block + "/shifted", block + "/product", block + ".bias"));
      graph.addNode(node("Relu", block + "/active", block + "/shifted"));
      graph.addNode(node("Add", block + "/sum", stream, block + "/active"));
      stream = block + "/sum";
    }
    graph.addOutput(value(stream, 1, WIDTH));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(graph)
        .build();
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName("/" + output)
        .setOpType(operator)
        .addAllInput(java.util.List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto value(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
        .build();
  }
}
