package org.etalon.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command that the documentation shows and compares what it prints. In a block marked
 * {@code console} a line starting with {@code $ ./etalon} is a command and what follows is its
 * output; {@code …} stands for any text, and alone on a line for any lines. System property {@code
 * etalon.docs.update} writes the outputs anew.
 */
class DocumentationIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path COMMAND =
      Path.of(System.getProperty("etalon.home")).resolve("bin/etalon");
  private static final String PROMPT = "$ ./etalon";
  private static final boolean UPDATE = Boolean.getBoolean("etalon.docs.update");

  @TempDir private Path folder;

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(p -> p.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream())
          .filter(page -> read(page).contains("```console"))
          .map(ROOT::relativize);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void showsWhatTheCommandsPrint(Path page) throws Exception {
    List<String> lines = read(ROOT.resolve(page)).lines().toList();
    List<String> renewed = new ArrayList<>();
    int commands = 0;
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i++);
      renewed.add(line);
      if (!line.equals("```console")) {
        continue;
      }
      while (!lines.get(i).equals("```")) {
        String command = lines.get(i++);
        assertThat(command).as("first line of a block in %s", page).startsWith(PROMPT);
        List<String> shown = new ArrayList<>();
        while (!lines.get(i).equals("```") && !lines.get(i).startsWith("$ ")) {
          shown.add(lines.get(i++));
        }
        List<String> printed = run(command.substring(PROMPT.length()).trim());
        if (!UPDATE) {
          assertThat(String.join("\n", printed))
              .as("%s: output of %s", page, command)
              .matches(pattern(shown));
        }
        renewed.add(command);
        renewed.addAll(shown.contains("…") ? shown : printed);
        commands++;
      }
    }
    assertThat(commands).isPositive();
    if (UPDATE) {
      Files.writeString(ROOT.resolve(page), String.join("\n", renewed) + "\n", UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("allPages")
  void linksLeadSomewhere(Path page) {
    var links = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)").matcher(read(ROOT.resolve(page)));
    while (links.find()) {
      String link = links.group(1);
      if (!link.startsWith("http")) {
        assertThat(ROOT.resolve(page).resolveSibling(link).normalize())
            .as("link in %s", page)
            .exists();
      }
    }
  }

  static Stream<Path> allPages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(p -> p.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream())
          .map(ROOT::relativize);
    }
  }

  @Test
  void theReadmeShowsSomethingToRun() {
    assertThat(read(ROOT.resolve("README.md"))).contains("```console\n" + PROMPT);
  }

  private static Pattern pattern(List<String> shown) {
    String text =
        shown.stream()
            .map(
                line ->
                    line.equals("…")
                        ? "(?:.*\\n?)*?"
                        : Stream.of(line.split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*?"))
                            + "\\n?")
            .collect(Collectors.joining());
    return Pattern.compile(text);
  }

  /** A folder with a copy of the examples, where new files are in nobody's way. */
  private Path workplace() throws IOException {
    Path workplace = folder.resolve("workplace");
    if (!Files.exists(workplace)) {
      Files.createDirectory(workplace);
      copy(ROOT.resolve("examples"), workplace.resolve("examples"));
    }
    return workplace;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      Path built = from.resolve("target");
      for (Path file : (Iterable<Path>) files.filter(one -> !one.startsWith(built))::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private List<String> run(String arguments) throws Exception {
    Path stdout = Files.createTempFile(folder, "stdout", ".txt");
    List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
    var words = Pattern.compile("'([^']*)'|\\S+").matcher(arguments);
    while (words.find()) {
      line.add(words.group(1) != null ? words.group(1) : words.group());
    }
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workplace().toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    process.waitFor();
    return read(stdout).lines().map(String::stripTrailing).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
