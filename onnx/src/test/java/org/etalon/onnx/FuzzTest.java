package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages models thousands of times in one process of 512 MB: whatever comes out, it is a network
 * or an {@link InputException}, within five seconds.
 */
class FuzzTest {
  private static final int SECONDS_PER_FILE = 5;

  private final List<Path> models = Resources.models();
  @TempDir Path folder;

  @Test
  void everyDamagedModelIsAnsweredOrRefused() throws InterruptedException {
    fuzz(0, 4000);
  }

  @Test
  @Tag("full")
  void everyDamagedModelIsAnsweredOrRefusedAtLength() throws InterruptedException {
    fuzz(1_000_000, 400_000);
  }

  private void fuzz(long firstSeed, int files) throws InterruptedException {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(512L << 20);
    int answered = 0;
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (long seed = firstSeed; seed < firstSeed + files; seed++) {
        answered += answered(reader, seed) ? 1 : 0;
      }
    } finally {
      reader.shutdownNow();
    }
    // Neither so much damage that nothing is read, nor so little that nothing is refused.
    assertThat(answered).isBetween(files / 10, files - files / 10);
  }

  private boolean answered(ExecutorService reader, long seed) throws InterruptedException {
    Random random = new Random(seed);
    Path original = models.get(random.nextInt(models.size()));
    Mutator mutator = new Mutator(seed);
    byte[] bytes = Resources.bytes(original);
    OnnxOptions options = OnnxOptions.DEFAULT;
    if (random.nextInt(4) == 0) {
      bytes = mutator.damageBytes(bytes);
    } else {
      ModelProto model = mutator.damageMessages(parsed(bytes));
      bytes = model.toByteArray();
      if (random.nextInt(5) == 0) {
        String input = mutator.anyValue(model.getGraph().toBuilder());
        String output = mutator.anyValue(model.getGraph().toBuilder());
        options =
            new OnnxOptions(random.nextBoolean() ? List.of() : List.of(input), Optional.of(output));
      }
    }
    Path file = ModelWriter.write(folder, bytes);
    OnnxOptions chosen = options;
    Future<Boolean> outcome = reader.submit(() -> read(file, chosen));
    try {
      return outcome.get(SECONDS_PER_FILE, TimeUnit.SECONDS);
    } catch (TimeoutException slow) {
      return fail("seed " + seed + " (" + original + ") takes longer than five seconds");
    } catch (ExecutionException escaped) {
      Throwable cause = escaped.getCause();
      return fail("seed " + seed + " (" + original + "): " + cause + trace(cause), cause);
    }
  }

  private static ModelProto parsed(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (com.google.protobuf.InvalidProtocolBufferException damaged) {
      throw new IllegalStateException(damaged);
    }
  }

  private static String trace(Throwable cause) {
    List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(cause.getStackTrace()));
    return frames.subList(0, Math.min(10, frames.size())).toString();
  }

  /** Reads a file and asks all that the command line would; false if it is refused. */
  private static boolean read(Path file, OnnxOptions options) {
    Network network;
    try {
      network = OnnxReader.read(file, "model.onnx", options);
    } catch (InputException refused) {
      assertThat(refused.getMessage()).contains(file.toString());
      return false;
    }
    for (DepthMeasure measure : DepthMeasure.values()) {
      network.depths().get(measure).ifPresent(m -> assertThat(m.toString()).isNotEmpty());
    }
    assertThat(network.scalars()).isNotNegative();
    for (Tensor tensor : network.tensors()) {
      tensor.fanIn().ifPresent(fan -> assertThat(fan).isPositive());
      tensor.fanOut().ifPresent(fan -> assertThat(fan).isPositive());
      assertThat(tensor.mainUse()).isNotNull();
    }
    for (int block = 0; block < network.blocks().count(); block++) {
      assertThat(network.blocks().branches(block)).isNotEmpty();
    }
    return true;
  }
}
