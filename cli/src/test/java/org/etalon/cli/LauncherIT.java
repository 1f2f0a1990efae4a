package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The staged distribution, started as a user starts it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LauncherIT {
  private static final Path HOME = Path.of(System.getProperty("etalon.home"));

  @TempDir private Path folder;

  @Test
  void versionIsThatOfTheBuildAndAllThatStdoutCarries() throws Exception {
    Outcome outcome = run(HOME.resolve("bin/etalon"), Map.of(), "--version");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).matches("etalon \\d+\\.\\d+\\.\\d+\\S*\\R");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void unknownOptionIsWrongUsage() throws Exception {
    Outcome outcome = run(HOME.resolve("bin/etalon"), Map.of(), "--no-such-option");
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("--no-such-option");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void runsThroughASymbolicLinkFromAFolderWithSpaces() throws Exception {
    Path spaced = Files.createDirectory(folder.resolve("a folder with spaces"));
    Path link = Files.createSymbolicLink(spaced.resolve("an etalon"), HOME.resolve("bin/etalon"));
    Outcome outcome = run(link, Map.of(), "--version");
    Files.delete(link); // JUnit warns of links that leave the folder it is to remove
    assertThat(outcome.stdout()).startsWith("etalon ");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void unusableClassArchiveIsIgnoredInSilence() throws Exception {
    Path copy = copyOf(HOME, folder.resolve("copy"));
    run(copy.resolve("bin/etalon"), Map.of(), "--version");
    try (var archives = Files.list(copy.resolve("cds"))) {
      for (Path archive : archives.toList()) {
        assertThat(archive).isNotEmptyFile();
        Files.writeString(archive, "not an archive");
      }
    }
    Outcome outcome = run(copy.resolve("bin/etalon"), Map.of(), "--version");
    assertThat(outcome.stdout()).matches("etalon \\S+\\R");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.status()).isZero();
  }

  @Test
  void javaThatIsTooOldIsNamedWithTheWayOut() throws Exception {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    Outcome outcome =
        run(
            HOME.resolve("bin/etalon"),
            Map.of("JAVA_HOME", folder.resolve("old").toString()),
            "--version");
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("11.0.2", "17 or later", "JAVA_HOME");
    assertThat(outcome.status()).isEqualTo(1);
  }

  private record Outcome(int status, String stdout, String stderr) {}

  private Outcome run(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    // Files instead of pipes: a process that fills one pipe while we read the other would hang.
    Path stdout = Files.createTempFile(folder, "stdout", ".txt");
    Path stderr = Files.createTempFile(folder, "stderr", ".txt");
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Outcome(status, Files.readString(stdout, UTF_8), Files.readString(stderr, UTF_8));
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.filter(path -> !path.startsWith(from.resolve("cds"))).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }
}
