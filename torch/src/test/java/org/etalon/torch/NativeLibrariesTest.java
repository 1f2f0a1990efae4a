package org.etalon.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libtorch loads, or says why not, in processes of their own. */
class NativeLibrariesTest {
  /** Where Debian's packages put another libtorch. */
  private static final Path OTHER = Path.of("/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13");

  @TempDir Path folder;

  /** Loads libtorch and computes something; what the processes run. */
  public static final class Program {
    private Program() {}

    /** Prints a number, or what is missing. */
    public static void main(String[] arguments) {
      try {
        LibTorch.load();
        Memory.scoped(
            () -> {
              Tensor x = AbstractTensor.create(new float[] {3, 4}, 1, 2);
              System.out.println("norm² " + x.matmul(x.t()).item_double());
            });
      } catch (RuntimeException problem) {
        System.out.println(problem.getClass().getSimpleName() + ": " + problem.getMessage());
      }
    }
  }

  private static Stream<String> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator));
  }

  private record Started(Process process, Path log) {
    String output() throws IOException, InterruptedException {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return "exit " + process.exitValue() + "\n" + Files.readString(log);
    }
  }

  private Started start(Stream<String> classPath, Path cache, boolean otherFirst)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    command.add("-cp");
    command.add(classPath.collect(Collectors.joining(File.pathSeparator)));
    command.add(Program.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    if (otherFirst) {
      builder.environment().put("LD_LIBRARY_PATH", OTHER.getParent().toString());
    }
    Path log = Files.createTempFile(folder, "process", ".log");
    return new Started(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  @Test
  void missingNativeLibrariesAreNamedByTheArtifactToAdd() throws Exception {
    Stream<String> without =
        classPath()
            .map(p -> Path.of(p).toAbsolutePath().toString())
            .filter(p -> !p.endsWith(LibTorch.platform() + ".jar"));
    assertThat(start(without, folder.resolve("cache"), false).output())
        .startsWith("exit 0")
        .contains("org.bytedeco:pytorch:" + "2.10.0")
        .contains(LibTorch.platform());
  }

  @Tag("full")
  @Test
  void anotherLibtorchOfTheMachineIsNotPickedUpWhateverTheStateOfTheCache() throws Exception {
    assumeTrue(Files.exists(OTHER), "no other libtorch on this machine");
    List<String> path = classPath().map(p -> Path.of(p).toAbsolutePath().toString()).toList();
    Path cache = folder.resolve("cache");
    // Two processes unpack into the same empty folder at once.
    Started first = start(path.stream(), cache, true);
    Started second = start(path.stream(), cache, true);
    assertThat(first.output()).contains("exit 0", "norm² 25.0");
    assertThat(second.output()).contains("exit 0", "norm² 25.0");
    // A process that was killed while it unpacked leaves a part of a file.
    Path unpacked;
    try (Stream<Path> files = Files.walk(cache)) {
      unpacked =
          files
              .filter(f -> f.getFileName().toString().equals("libtorch_cpu.so"))
              .findFirst()
              .orElseThrow();
    }
    try (FileChannel file = FileChannel.open(unpacked, StandardOpenOption.WRITE)) {
      file.truncate(1_000_000);
    }
    assertThat(start(path.stream(), cache, true).output()).contains("exit 0", "norm² 25.0");
  }
}
