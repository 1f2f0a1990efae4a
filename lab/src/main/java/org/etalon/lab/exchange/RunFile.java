package org.etalon.lab.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.etalon.graph.InputException;

/** Reads a file of runs, whichever of the two formats it has. */
final class RunFile {
  /** Bytes of a file. */
  static final int MOST_BYTES = 128 << 20;

  private RunFile() {}

  /**
   * Reads.
   *
   * @throws InputException if it is unreadable, too large, no text or malformed
   */
  static RunTable read(Path file, RunFormat format) {
    String text = text(file);
    return isJsonLines(file, text) ? JsonLinesTable.read(text) : CsvTable.read(text, format);
  }

  private static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException problem) {
      throw new InputException(
          "file", "cannot be read (" + problem.getMessage() + ")", "check the path");
    }
    if (bytes.length > MOST_BYTES) {
      throw new InputException(
          "file",
          "is larger than " + (MOST_BYTES >> 20) + " MiB",
          "keep one line a run, without its loss curve");
    }
    if (bytes.length == 0) {
      throw new InputException("file", "is empty", "export the runs once more");
    }
    return decoded(bytes);
  }

  private static String decoded(byte[] bytes) {
    boolean wide =
        bytes.length > 1
            && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new InputException(
            "file", "is no text: it holds zero bytes", "give a CSV or JSON Lines file");
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw new InputException(
          "file",
          wide ? "is encoded in UTF-16" : "is no text encoded in UTF-8",
          "save it as CSV in UTF-8");
    }
  }

  private static boolean isJsonLines(Path file, String text) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
      return true;
    }
    return !name.endsWith(".csv") && !name.endsWith(".tsv") && text.stripLeading().startsWith("{");
  }
}
