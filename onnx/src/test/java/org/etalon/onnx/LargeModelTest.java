package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.OperatorSetIdProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with their weights inside, too large to be held in memory as a whole. */
class LargeModelTest {
  private static final int VOCABULARY = 9000;
  private static final int WIDTH = 512;

  @TempDir private Path folder;

  @Test
  void aTiedReadOutIsRecognisedThoughTheWeightsStayOnDisk() throws IOException {
    Path file = folder.resolve("tied.onnx");
    Files.write(file, languageModel().toByteArray());
    assertThat(Files.size(file)).isGreaterThan(30L << 20);

    Network network = OnnxReader.read(file);

    assertThat(network.depths().layers()).isEqualTo(2);
    assertThat(network.tensors()).extracting(Tensor::name).containsExactly("tok.weight");
    assertThat(network.tensors().get(0).role()).isEqualTo(Role.EMBEDDING);
    assertThat(network.tensors().get(0).uses()).hasSize(2);
  }

  @Test
  void aLargeFileThatIsCutOffIsRefused() throws IOException {
    Path file = folder.resolve("cut.onnx");
    byte[] whole = languageModel().toByteArray();
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1000));

    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cut.onnx")
        .hasMessageContaining("damaged");
  }

  @Test
  void aLargeFileOfZerosIsRefused() throws IOException {
    Path file = folder.resolve("zeros.onnx");
    Files.write(file, new byte[20 << 20]);

    assertThatThrownBy(() -> OnnxReader.read(file)).isInstanceOf(InputException.class);
  }

  /** Look-up, then a product with the transposed copy of the table, as an exporter folds it. */
  private static ModelProto languageModel() {
    byte[] table = new byte[VOCABULARY * WIDTH * 4];
    new Random(1).nextBytes(table);
    byte[] copy = new byte[table.length];
    for (int row = 0; row < VOCABULARY; row++) {
      for (int column = 0; column < WIDTH; column++) {
        System.arraycopy(
            table, (row * WIDTH + column) * 4, copy, (column * VOCABULARY + row) * 4, 4);
      }
    }
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .setProducerName("pytorch")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(
            GraphProto.newBuilder()
                .addInput(
                    ValueInfoProto.newBuilder()
                        .setName("ids")
                        .setType(
                            TypeProto.newBuilder()
                                .setTensorType(
                                    TypeProto.Tensor.newBuilder()
                                        .setElemType(7)
                                        .setShape(
                                            TensorShapeProto.newBuilder()
                                                .addDim(
                                                    TensorShapeProto.Dimension.newBuilder()
                                                        .setDimValue(4))))))
                .addInitializer(tensor("tok.weight", table, VOCABULARY, WIDTH))
                .addInitializer(tensor("onnx::MatMul_7", copy, WIDTH, VOCABULARY))
                .addNode(node("Gather", "/tok/Gather", "h", "tok.weight", "ids"))
                .addNode(node("MatMul", "/head/MatMul", "logits", "h", "onnx::MatMul_7"))
                .addOutput(ValueInfoProto.newBuilder().setName("logits")))
        .build();
  }

  private static TensorProto tensor(String name, byte[] values, long... sizes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(1)
            .setRawData(ByteString.copyFrom(values));
    for (long size : sizes) {
      tensor.addDims(size);
    }
    return tensor.build();
  }

  private static NodeProto node(String operator, String name, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }
}
