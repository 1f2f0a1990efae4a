package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Runs the real command line inside this process, and reads its documents. */
final class Cli {
  private Cli() {}

  /** What a run left behind. */
  record Outcome(int status, String out, String err) {
    /** The result as a JSON document. */
    Map<String, Object> json() {
      return Cli.json(out);
    }
  }

  static Outcome run(String... arguments) {
    return runWith("", arguments);
  }

  static Outcome runWith(String stdin, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(stdin.getBytes(UTF_8)), out, new PrintWriter(err, true));
    int status = Main.run(streams, arguments);
    return new Outcome(status, out.toString(UTF_8), err.toString());
  }

  /** A file among the test's resources. */
  static Path resource(String name) throws Exception {
    return Path.of(java.util.Objects.requireNonNull(Cli.class.getResource(name)).toURI());
  }

  /** One JSON object as maps, lists, strings, doubles and nulls. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> json(String text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Map<String, Object> document = (Map<String, Object>) value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one document in " + text);
      }
      return document;
    }
  }

  private static Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    return parser.getDoubleValue();
  }

  /** The member of an object as an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.get(name);
  }

  /** The member of an object as a list of objects. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
    return (List<Map<String, Object>>) parent.get(name);
  }
}
