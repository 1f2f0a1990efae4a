package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** libtorch's native libraries: fetched by the commands that need them, and by no other. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NativesIT {
  private static final Path HOME = Path.of(System.getProperty("etalon.home"));
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
  private static final List<String> NEEDS_NATIVES =
      List.of("probe", "mlp:depth=2,width=8,in=8,classes=3", "--data", "gaussian", "--seeds", "1");

  @TempDir private Path folder;

  @Test
  void commandsWithoutNativeCodeFetchNothing() throws Exception {
    Path checkout = checkout();
    Outcome outcome =
        finish(start(checkout.resolve("etalon"), Map.of(), List.of("analyze", "mlp")));
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(checkout.resolve("target/etalon/natives")).doesNotExist();
  }

  @Test
  void commandsThatNeedThemFetchThemOnceEvenAtTheSameTime() throws Exception {
    Path etalon = checkout().resolve("etalon");
    // Both unpack into the same fresh cache, too.
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Map<String, String> freshCache =
        Map.of("ETALON_JAVA_OPTS", "-Dorg.bytedeco.javacpp.cachedir=" + cache);
    Started one = start(etalon, freshCache, NEEDS_NATIVES);
    Started two = start(etalon, freshCache, NEEDS_NATIVES);
    Outcome first = finish(one);
    Outcome second = finish(two);
    assertThat(first.status()).as(first.stderr()).isZero();
    assertThat(second.status()).as(second.stderr()).isZero();
    assertThat(first.stdout()).isNotEmpty().isEqualTo(second.stdout());
    assertThat((first.stderr() + second.stderr()).split("fetching libtorch", -1)).hasSize(2);

    Outcome later = finish(start(etalon, freshCache, NEEDS_NATIVES));
    assertThat(later.stdout()).isEqualTo(first.stdout());
    assertThat(later.stderr()).doesNotContain("fetching");
    delete(cache); // JUnit would warn of its links to other folders
  }

  @Test
  void distributionNamesTheMissingArtifactsAndTheFolder() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("natives"));
    Outcome outcome =
        finish(
            start(
                HOME.resolve("bin/etalon"),
                Map.of("ETALON_NATIVES", empty.toString()),
                NEEDS_NATIVES));
    assertThat(outcome.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr().lines()).hasSize(1);
    assertThat(outcome.stderr())
        .contains("org.bytedeco:pytorch:", "org.bytedeco:openblas:", "org.bytedeco:javacpp:")
        .contains(empty.toString());
  }

  @Test
  void distributionUsesTheJarsThatItsFolderHolds() throws Exception {
    Outcome outcome =
        finish(
            start(
                HOME.resolve("bin/etalon"),
                Map.of("ETALON_NATIVES", System.getenv("ETALON_NATIVES")),
                NEEDS_NATIVES));
    assertThat(outcome.status()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout()).isNotEmpty();
  }

  /** The repository as it is after its first build, without the sources: nothing is to build. */
  private Path checkout() throws IOException {
    Path root = Files.createDirectory(folder.resolve("checkout"));
    for (String part : List.of("etalon", "mvnw", ".mvn", "pom.xml")) {
      copy(REPOSITORY.resolve(part), root.resolve(part));
    }
    Path work = Files.createDirectories(root.resolve("target/etalon"));
    copy(HOME, work.resolve("app-built"));
    Files.writeString(work.resolve("current"), "app-built\n");
    return root;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private record Started(Process process, Path stdout, Path stderr) {}

  private record Outcome(int status, String stdout, String stderr) {}

  private Started start(Path command, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(arguments);
    Path stdout = Files.createTempFile(folder, "stdout", ".txt");
    Path stderr = Files.createTempFile(folder, "stderr", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().remove("ETALON_NATIVES");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return new Started(builder.start(), stdout, stderr);
  }

  private static Outcome finish(Started started) throws IOException, InterruptedException {
    int status = started.process().waitFor();
    return new Outcome(
        status,
        Files.readString(started.stdout(), UTF_8),
        Files.readString(started.stderr(), UTF_8));
  }
}
