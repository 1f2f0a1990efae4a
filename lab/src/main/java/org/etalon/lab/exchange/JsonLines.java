package org.etalon.lab.exchange;

import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** What readers and writers of JSON Lines have in common. */
final class JsonLines {
  /** With limits; Python writes NaN and Infinity as they stand, which JSON proper does not know. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DocumentLimits.MOST_LEVELS)
                  .maxStringLength(1 << 20)
                  .maxNameLength(DocumentLimits.LONGEST_WORD)
                  .maxNumberLength(100)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private JsonLines() {}

  /** The line that a parser is at. */
  static long line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /** What is wrong with a text that is no JSON. */
  static InputException malformed(JacksonException failure) {
    long line = failure.getLocation() == null ? -1 : failure.getLocation().getLineNr();
    String words = failure.getOriginalMessage().lines().findFirst().orElse("").strip();
    return new InputException(
        line > 0 ? "line " + line : "content",
        "is not valid JSON (" + DocumentLimits.shorten(words) + ")",
        "write one object a run, each on a line of its own");
  }
}
