package org.etalon.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** What every page holds: its style, its scripts and the policy that admits only these. */
final class Assets {
  private Assets() {}

  static String style() {
    return read("page.css");
  }

  /** The scripts, in the order in which they run. */
  static List<String> scripts() {
    return List.of(read("echarts.min.js"), read("page.js"));
  }

  /** Who made the charts' library, as its licence asks to say. */
  static String notice() {
    return "Charts by Apache ECharts 6.1.0, Apache License 2.0. "
        + read("echarts.NOTICE").strip().replaceAll("\\s+", " ");
  }

  /**
   * No file, frame, form or connection; scripts by their digests. Styles may stand anywhere, as
   * charts set them on their elements.
   */
  static String policy() {
    String digests =
        scripts().stream()
            .map(script -> "'sha256-" + digest(script) + "'")
            .collect(Collectors.joining(" "));
    return "default-src 'none'; script-src "
        + digests
        + "; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  }

  private static String digest(String script) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha.digest(script.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      // Browsers read every line end as this one before they take the digest.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
