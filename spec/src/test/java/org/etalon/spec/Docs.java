package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documentation, and its parts that are written by tests ({@code -Detalon.update=true}). */
final class Docs {
  static final Path FOLDER = folder();

  private static final boolean UPDATE = Boolean.getBoolean("etalon.update");

  private Docs() {}

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(at.resolve("docs/spec.md"))) {
      at = at.getParent();
    }
    return at.resolve("docs");
  }

  static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The fenced blocks of a language, without their fences. */
  static List<String> blocks(String file, String language) {
    List<String> blocks = new ArrayList<>();
    StringBuilder open = null;
    for (String line : read(file).lines().toList()) {
      if (open == null && line.equals("```" + language)) {
        open = new StringBuilder();
      } else if (open != null && line.equals("```")) {
        blocks.add(open.toString());
        open = null;
      } else if (open != null) {
        open.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** Requires a file to hold a text. */
  static void requireFile(Path file, String expected) throws IOException {
    if (UPDATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file).hasContent(expected);
  }

  /** Requires the text between the marks of that name. */
  static void requireSection(String file, String mark, String expected) throws IOException {
    String text = read(file);
    String open = "<!-- " + mark + " -->";
    int from = text.indexOf(open) + open.length();
    int to = text.indexOf("<!-- /" + mark + " -->");
    assertThat(text).contains(open, "<!-- /" + mark + " -->");
    if (UPDATE) {
      text = text.substring(0, from) + expected + text.substring(to);
      Files.writeString(FOLDER.resolve(file), text);
    } else {
      assertThat(text.substring(from, to)).isEqualTo(expected);
    }
  }
}
