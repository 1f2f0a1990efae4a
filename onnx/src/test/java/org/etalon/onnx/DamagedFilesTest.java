package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.TrainingInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no ONNX models, or no longer: refused, quickly, naming the file. */
@Timeout(60)
class DamagedFilesTest {
  private static final int GRAPH_FIELD = 7;
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private void assertRefused(byte[] bytes, String... fragments) {
    assertRefused(ModelWriter.write(folder, bytes), fragments);
  }

  private static void assertRefused(Path file, String... fragments) {
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .satisfies(e -> assertThat(List.of(fragments)).allMatch(e.getMessage()::contains));
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(new byte[0], "is empty");
  }

  @Test
  void aFileOfZerosIsRefused() {
    for (int size : new int[] {1, 2, 100, MEGABYTE}) {
      assertRefused(new byte[size]);
    }
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[1 + random.nextInt(2000)];
      random.nextBytes(bytes);
      assertRefused(bytes);
    }
  }

  @Test
  void anotherKindOfFileIsRefused() {
    assertRefused(
        "learning_rate: 0.1\nwidth: 64\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertRefused(new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
  }

  @Test
  void aModelCutOffAnywhereIsReadOrRefused() {
    for (String name : new String[] {"resnet18", "with_weights_small", "mup_mlp_w64"}) {
      byte[] whole = Resources.bytes(Resources.file("fixtures/" + name + ".onnx"));
      int read = 0;
      for (int size = 0; size < whole.length; size += 64) {
        try {
          OnnxReader.read(ModelWriter.write(folder, Arrays.copyOf(whole, size)));
          read++;
        } catch (InputException refused) {
          assertThat(refused).hasMessageContaining("model.onnx");
        }
      }
      // Only the opset stands behind the graph.
      assertThat(read).isZero();
    }
  }

  @Test
  void aFolderOrAMissingFileIsRefused() {
    assertRefused(folder, "is not a regular file");
    assertRefused(folder.resolve("none.onnx"), "does not exist");
  }

  @Test
  void aModelWithoutAGraphIsRefused() {
    assertRefused(new byte[] {8, 8}, "holds no graph");
  }

  @Test
  void lengthsThatPointBeyondTheFileAreRefused() throws IOException {
    for (long length : new long[] {100, Integer.MAX_VALUE, 1L << 31, 0xffffffffL, -1}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeTag(GRAPH_FIELD, 2);
      out.writeUInt64NoTag(length);
      out.writeUInt64NoTag(1);
      out.flush();
      assertRefused(bytes.toByteArray());
    }
  }

  @Test
  void millionsOfEmptyMessagesAreRefusedBeforeTheyAreBuilt() throws IOException {
    // Node, initialiser, input, value info, sparse initialiser, quantisation annotation.
    for (int field : new int[] {1, 5, 11, 13, 15, 14}) {
      assertRefused(graphOf(emptyMessages(field, 8 * MEGABYTE)), "Java may use");
    }
  }

  @Test
  void messagesOutsideTheGraphAreCountedToo() throws IOException {
    byte[] hidden = graphOf(emptyMessages(1, 8 * MEGABYTE));
    GraphProto nodes = GraphProto.parseFrom(emptyMessages(1, 1000));
    assertThat(nodes.getNodeCount()).isEqualTo(500);
    byte[] training =
        TrainingInfoProto.newBuilder()
            .setUnknownFields(
                com.google.protobuf.UnknownFieldSet.newBuilder()
                    .addField(
                        1,
                        com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(hidden, 5, hidden.length - 5))
                            .build())
                    .build())
            .build()
            .toByteArray();
    assertRefused(field(20, training), "Java may use");
    assertRefused(emptyMessages(14, 8 * MEGABYTE), "Java may use");
    assertRefused(emptyMessages(25, 8 * MEGABYTE), "Java may use");
  }

  @Test
  void longListsOfTinyNumbersAreRefusedBeforeTheyGrow() throws IOException {
    // Each byte would become a whole number of eight.
    byte[] ones = new byte[64 * MEGABYTE];
    Arrays.fill(ones, (byte) 1);
    assertRefused(graphOf(field(5, field(7, ones))), "Java may use");
    assertRefused(graphOf(field(5, field(1, ones))), "Java may use");
    assertRefused(graphOf(field(1, field(5, field(8, ones)))), "Java may use");
  }

  @Test
  void graphsInGraphsInGraphsAreRefusedWithoutRunningOutOfStack() {
    GraphProto graph = GraphProto.newBuilder().setName("innermost").build();
    for (int depth = 0; depth < 30; depth++) {
      graph =
          GraphProto.newBuilder()
              .addNode(
                  NodeProto.newBuilder()
                      .setOpType("If")
                      .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(graph)))
              .build();
    }
    assertRefused(field(GRAPH_FIELD, graph.toByteArray()), "deep");
    byte[] bytes = new byte[0];
    for (int depth = 0; depth < 2000; depth++) {
      bytes = field(1, field(5, field(6, bytes)));
    }
    assertRefused(graphOf(bytes), "deep");
  }

  @Test
  void groupsWithoutEndAreRefused() {
    byte[] starts = new byte[MEGABYTE];
    Arrays.fill(starts, (byte) (100 << 3 | 3));
    assertRefused(starts);
  }

  @Test
  void aHugeFileOfNothingIsRefusedQuickly() throws IOException {
    Path file = folder.resolve("sparse.onnx");
    try (var channel =
        Files.newByteChannel(
            file,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE,
            java.nio.file.StandardOpenOption.SPARSE)) {
      channel.position(3L << 30);
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {0}));
    }
    assertRefused(file, "an ONNX file cannot have more than");
  }

  private static byte[] graphOf(byte[] content) {
    return field(GRAPH_FIELD, content);
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 10);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArray(number, content);
      out.flush();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] emptyMessages(int field, int size) throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(one);
    out.writeByteArray(field, new byte[0]);
    out.flush();
    byte[] unit = one.toByteArray();
    byte[] bytes = new byte[size - size % unit.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = unit[i % unit.length];
    }
    return bytes;
  }
}
