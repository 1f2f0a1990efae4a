package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Path program;
  private final Path folder;

  private Chromium(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * What came of a page.
   *
   * @param dom the document after its scripts have run
   * @param console what they, and the browser about them, wrote to the console
   */
  record Visit(String dom, List<String> console) {}

  /** The browser of this machine, if it has one; its profile goes into the folder. */
  static Optional<Chromium> find(Path folder) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(java.io.File.pathSeparator, -1))
        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Chromium(program, folder));
  }

  /** Opens a page and lets its scripts run. */
  Visit visit(Path page, String... options) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(folder, "browser", ".log");
    List<String> all = new ArrayList<>(List.of("--dump-dom", "--enable-logging=stderr"));
    all.addAll(List.of(options));
    String dom = run(page, errors, all);
    return new Visit(
        dom, Files.readString(errors).lines().filter(line -> line.contains(":CONSOLE")).toList());
  }

  /** Prints a page. */
  void print(Path page, Path pdf) throws IOException, InterruptedException {
    String unused =
        run(
            page,
            Files.createTempFile(folder, "browser", ".log"),
            List.of("--print-to-pdf=" + pdf));
  }

  private String run(Path page, Path errors, List<String> options)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--virtual-time-budget=3000",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    line.addAll(options);
    line.add(page.toUri().toString());
    Path out = Files.createTempFile(folder, "dom", ".html");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the browser did not end: " + Files.readString(errors));
    }
    return Files.readString(out, UTF_8);
  }
}
