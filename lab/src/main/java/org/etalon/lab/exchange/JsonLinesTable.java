package org.etalon.lab.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads JSON Lines: an object for each run. What is inside further objects gets the name that
 * trackers give it, {@code config.lr}; lists are no columns and are left out.
 */
final class JsonLinesTable {
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final List<RunTable.Row> rows = new ArrayList<>();
  private long fields;

  private JsonLinesTable() {}

  /**
   * Reads.
   *
   * @throws InputException if it is malformed or past a limit
   */
  static RunTable read(String text) {
    JsonLinesTable table = new JsonLinesTable();
    try (JsonParser parser = JsonLines.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        table.object(parser, token);
      }
    } catch (JacksonException malformed) {
      throw JsonLines.malformed(malformed);
    }
    return new RunTable(List.copyOf(table.columns.keySet()), table.rows, false);
  }

  private void object(JsonParser parser, JsonToken first) {
    long line = JsonLines.line(parser);
    if (first != JsonToken.START_OBJECT) {
      throw new InputException(
          "line " + line,
          first == JsonToken.START_ARRAY ? "begins a list" : "is no object",
          "write one object a run, each on a line of its own (in pandas: orient='records',"
              + " lines=True)");
    }
    List<String> cells = new ArrayList<>();
    Deque<String> prefixes = new ArrayDeque<>(List.of(""));
    while (!prefixes.isEmpty()) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new InputException("line " + line, "ends inside an object", "the file was cut off");
      }
      String name = prefixes.element() + parser.currentName();
      switch (token) {
        case PROPERTY_NAME -> {}
        case START_OBJECT -> prefixes.push(name + ".");
        case END_OBJECT -> prefixes.pop();
        case START_ARRAY -> parser.skipChildren();
        case VALUE_NULL -> put(cells, name, "", line);
        default -> put(cells, name, parser.getString(), line);
      }
    }
    if (columns.containsKey("etalon") && columns.containsKey("definition")) {
      throw new InputException(
          "line " + line,
          "is a study that Etalon exported",
          "bring it into a store with 'etalon studies import', and name it with --study");
    }
    if (rows.size() >= RunTable.MOST_ROWS || (fields += cells.size()) > RunTable.MOST_FIELDS) {
      throw RunTable.pastLimit(line, "keep one object a run and the values that are needed");
    }
    rows.add(new RunTable.Row(line, cells));
  }

  private void put(List<String> cells, String name, String value, long line) {
    if (!columns.containsKey(name) && columns.size() >= RunTable.MOST_COLUMNS) {
      throw new InputException(
          "line " + line,
          "brings the number of different names past " + RunTable.MOST_COLUMNS,
          "keep the values that are needed");
    }
    if (value.length() > DocumentLimits.LONGEST_WORD) {
      throw new InputException("line " + line, "holds a value that is too long", "leave it out");
    }
    int column = columns.computeIfAbsent(name, unused -> columns.size());
    while (cells.size() <= column) {
      cells.add("");
    }
    cells.set(column, value);
  }
}
