package org.etalon.lab.exchange;

import java.io.StringWriter;
import java.util.function.Consumer;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/** One trial, or one result, as one line of JSON: what travels between processes. */
public final class TrialText {
  private TrialText() {}

  /** A trial as text. */
  public static String write(Trial trial) {
    return text(json -> TrialJson.trial(json, trial));
  }

  /** A result as text. */
  public static String write(TrialResult result) {
    return text(json -> TrialJson.result(json, result));
  }

  /**
   * The trial that {@link #write(Trial)} wrote.
   *
   * @throws InputException if it is none
   */
  public static Trial trial(String text) {
    return TrialJson.trial(read(text).object("trial"));
  }

  /**
   * The result that {@link #write(TrialResult)} wrote.
   *
   * @throws InputException if it is none
   */
  public static TrialResult result(String text) {
    return TrialJson.result(read(text).object("result"));
  }

  private static String text(Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonLines.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static LineObject read(String text) {
    try (JsonParser parser = JsonLines.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return LineObject.read(parser);
    } catch (JacksonException malformed) {
      throw JsonLines.malformed(malformed);
    }
  }
}
