package org.etalon.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Locale;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML and JSON into {@link Value}s, and no more than what both can say: no tags, no anchors
 * and aliases, one document, no key twice. Nothing is ever instantiated from the file, and nothing
 * recurses over it.
 */
public final class DocumentReader {
  private static final String NESTING =
      "is nested deeper than " + DocumentLimits.MOST_LEVELS + " levels";

  /** Lists and mappings that are open, innermost first, with the key that awaits its value. */
  private final Deque<Value> open = new ArrayDeque<>();

  private final Deque<String> keys = new ArrayDeque<>();
  private int values;
  private @Nullable Value root;

  private DocumentReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException if it is unreadable, too large, not UTF-8, malformed or unsafe
   */
  public static Value read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(DocumentLimits.MOST_BYTES + 1);
    } catch (IOException problem) {
      throw new InputException(
          file.toString(), "cannot be read (" + problem.getMessage() + ")", "check the path");
    }
    if (bytes.length > DocumentLimits.MOST_BYTES) {
      throw new InputException(
          file.toString(),
          "is larger than " + (DocumentLimits.MOST_BYTES >> 20) + " MiB",
          "such documents are text of a few kilobytes; weights belong elsewhere");
    }
    try {
      return parse(decoded(bytes), isJson(file));
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  private static boolean isJson(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private static String decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException problem) {
      throw new InputException("encoding", "is not UTF-8", "save the file as UTF-8 text");
    }
  }

  /**
   * Reads a text.
   *
   * @param json whether it must be JSON; else it is YAML, of which JSON is nearly a part
   */
  public static Value parse(String text, boolean json) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    if (start == text.length()) {
      throw new InputException("content", "is empty", "the documentation has examples");
    }
    String format = json ? "JSON" : "YAML";
    DocumentReader reader = new DocumentReader();
    try (JsonParser parser = json ? jsonParser(text) : yamlParser(text)) {
      return reader.document(parser);
    } catch (JacksonException problem) {
      int line = problem.getLocation() == null ? -1 : problem.getLocation().getLineNr();
      throw malformed(line, format, problem.getOriginalMessage());
    } catch (InputException problem) {
      throw problem;
    } catch (RuntimeException problem) {
      // The YAML library's own exceptions, and what it lets slip on hostile input.
      throw malformed(-1, format, String.valueOf(problem.getMessage()));
    }
  }

  private static InputException malformed(int line, String format, String message) {
    String problem =
        message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    if (problem.startsWith("while ")) {
      problem =
          message
              .lines()
              .map(String::strip)
              .filter(l -> l.startsWith("expected") || l.startsWith("found") || l.contains("not "))
              .findFirst()
              .map(rest -> message.lines().findFirst().orElse("").strip() + ": " + rest)
              .orElse(problem);
    }
    return new InputException(
        line > 0 ? "line " + line : "content",
        "is not valid " + format + " (" + DocumentLimits.shorten(problem) + ")",
        "correct the syntax");
  }

  private static JsonParser jsonParser(String text) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DocumentLimits.MOST_LEVELS + 2)
                .maxStringLength(DocumentLimits.LONGEST_WORD)
                .maxNameLength(DocumentLimits.LONGEST_WORD)
                .maxNumberLength(100)
                .build())
        .build()
        .createParser(ObjectReadContext.empty(), text);
  }

  private static JsonParser yamlParser(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(DocumentLimits.MOST_BYTES)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(0)
            .build();
    return YAMLFactory.builder()
        .loadSettings(settings)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DocumentLimits.MOST_LEVELS + 2).build())
        .build()
        .createParser(ObjectReadContext.empty(), text);
  }

  private Value document(JsonParser parser) {
    JsonToken token;
    while ((token = parser.nextToken()) != null) {
      int line = parser.currentTokenLocation().getLineNr();
      if (root != null && open.isEmpty()) {
        throw new InputException(
            "line " + line, "starts a second document", "put each in a file of its own");
      }
      if (parser instanceof YAMLParser yaml) {
        requireHarmless(yaml, line);
      }
      switch (token) {
        case START_OBJECT -> start(new Value.Mapping(line));
        case START_ARRAY -> start(new Value.Sequence(new ArrayList<>(), line));
        case END_OBJECT, END_ARRAY -> open.pop();
        case PROPERTY_NAME -> key(parser.currentName(), line);
        case VALUE_NULL -> add(new Value.Scalar(Value.Kind.NOTHING, "", line));
        case VALUE_TRUE, VALUE_FALSE ->
            add(
                new Value.Scalar(
                    Value.Kind.FLAG, token == JsonToken.VALUE_TRUE ? "true" : "false", line));
        case VALUE_NUMBER_INT -> add(scalar(Value.Kind.WHOLE, parser, line));
        case VALUE_NUMBER_FLOAT -> add(scalar(Value.Kind.REAL, parser, line));
        case VALUE_STRING -> add(scalar(Value.Kind.TEXT, parser, line));
        default ->
            throw new InputException(
                "line " + line,
                "holds a value that is neither a word nor a number",
                "write words and numbers");
      }
    }
    Value found = root;
    if (found == null) {
      throw new InputException("content", "is empty", "the documentation has examples");
    }
    return found;
  }

  private static void requireHarmless(YAMLParser yaml, int line) {
    if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
      throw new InputException(
          "line " + line, "uses an anchor or alias, which is not allowed", "write the value out");
    }
    if (yaml.getRawTag() != null) {
      throw new InputException(
          "line " + line,
          "has the tag '" + DocumentLimits.shorten(yaml.getRawTag()) + "', which is not allowed",
          "leave the tag out");
    }
  }

  private static Value.Scalar scalar(Value.Kind kind, JsonParser parser, int line) {
    String text = parser.getString();
    if (text.length() > DocumentLimits.LONGEST_WORD) {
      throw new InputException(
          "line " + line,
          "holds a word of more than " + DocumentLimits.LONGEST_WORD + " characters",
          "shorten it");
    }
    return new Value.Scalar(kind, text, line);
  }

  private void start(Value collection) {
    add(collection);
    open.push(collection);
    if (open.size() > DocumentLimits.MOST_LEVELS) {
      throw new InputException("line " + collection.line(), NESTING, "flatten it");
    }
  }

  private void key(String key, int line) {
    if (key.length() > DocumentLimits.LONGEST_WORD) {
      throw new InputException("line " + line, "has a key that is too long", "shorten it");
    }
    if (open.peek() instanceof Value.Mapping mapping && mapping.has(key)) {
      throw new InputException(
          "line " + line,
          "gives the key '" + DocumentLimits.shorten(key) + "' a second time",
          "keep one of the two");
    }
    keys.push(key);
  }

  private void add(Value value) {
    if (++values > DocumentLimits.MOST_VALUES) {
      throw new InputException(
          "line " + value.line(),
          "is past the limit of " + DocumentLimits.MOST_VALUES + " values in a file",
          "make it smaller; specs have 'repeat'");
    }
    Value parent = open.peek();
    if (parent == null) {
      root = value;
    } else if (parent instanceof Value.Sequence sequence) {
      sequence.items().add(value);
    } else if (parent instanceof Value.Mapping mapping) {
      mapping.entries().put(keys.pop(), value);
    }
  }
}
