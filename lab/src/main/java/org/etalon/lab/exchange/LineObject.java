package org.etalon.lab.exchange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One object of a line of JSON, with complaints that name the line and the key. */
final class LineObject {
  /** Steps of one loss curve. */
  private static final int LONGEST_CURVE = 10_000_000;

  private final long line;
  private final String where;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, LineObject> objects = new HashMap<>();
  private final Map<String, float[]> curves = new HashMap<>();

  private LineObject(long line, String where) {
    this.line = line;
    this.where = where;
  }

  /** Reads the object that a parser stands at the start of. */
  static LineObject read(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InputException(
          "line " + JsonLines.line(parser), "is no object", "was the file exported by Etalon?");
    }
    return read(parser, "");
  }

  private static LineObject read(JsonParser parser, String where) {
    LineObject object = new LineObject(JsonLines.line(parser), where);
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_OBJECT) {
      if (token == null) {
        throw new InputException(
            "line " + object.line, "ends inside an object", "the file was cut off: export again");
      }
      String name = parser.currentName();
      switch (token) {
        case PROPERTY_NAME, VALUE_NULL -> {}
        case START_OBJECT -> object.objects.put(name, read(parser, where + name + "."));
        case START_ARRAY -> object.curves.put(name, object.curve(parser, name));
        default -> object.texts.put(name, parser.getString());
      }
    }
    return object;
  }

  private float[] curve(JsonParser parser, String name) {
    float[] values = new float[128];
    int count = 0;
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (token == null || token.isStructStart() || count >= LONGEST_CURVE) {
        throw problem(name, "is no list of numbers", "export again");
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      try {
        values[count++] = Float.parseFloat(parser.getString());
      } catch (NumberFormatException noNumber) {
        throw problem(name, "holds " + shown(parser.getString()), "export again");
      }
    }
    return Arrays.copyOf(values, count);
  }

  InputException problem(String key, String problem, String wayOut) {
    return new InputException("line " + line + ", " + where + key, problem, wayOut);
  }

  /** The line, from 1. */
  long line() {
    return line;
  }

  private static String shown(String text) {
    return "'" + DocumentLimits.shorten(text) + "'";
  }

  private InputException missing(String key) {
    return problem(key, "is missing", "was the file exported by Etalon? Export again");
  }

  String text(String key) {
    return optionalText(key).orElseThrow(() -> missing(key));
  }

  Optional<String> optionalText(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  double real(String key) {
    String text = text(key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      throw problem(key, "is " + shown(text) + ", not a number", "export again");
    }
  }

  OptionalDouble optionalReal(String key) {
    return texts.containsKey(key) ? OptionalDouble.of(real(key)) : OptionalDouble.empty();
  }

  long whole(String key) {
    String text = text(key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException noNumber) {
      throw problem(key, "is " + shown(text) + ", not a whole number", "export again");
    }
  }

  boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw problem(key, "is neither true nor false", "export again");
    };
  }

  LineObject object(String key) {
    return optionalObject(key).orElseThrow(() -> missing(key));
  }

  Optional<LineObject> optionalObject(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  float[] curve(String key) {
    float[] curve = curves.get(key);
    if (curve == null) {
      throw missing(key);
    }
    return curve;
  }
}
