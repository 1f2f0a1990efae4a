package org.etalon.lab.exchange;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;

/** Which column of a file is which field: as the user says, else by its name. */
final class Columns {
  /** Columns named in a message. */
  private static final int MOST_SHOWN = 30;

  private final List<String> header;
  private final Map<RunField, Integer> fields = new EnumMap<>(RunField.class);
  private final Map<RunField, String> mapped;
  private final Map<DepthMeasure, Integer> depths = new LinkedHashMap<>();

  /**
   * Chooses.
   *
   * @throws InputException if a column that is needed or named is not there
   */
  Columns(List<String> header, Map<RunField, String> mapped) {
    this.header = header;
    this.mapped = mapped;
    for (RunField field : RunField.values()) {
      Optional<Integer> column =
          mapped.containsKey(field) ? named(field, mapped.getOrDefault(field, "")) : usual(field);
      column.ifPresent(c -> fields.put(field, c));
    }
    for (RunField field : RunField.values()) {
      if (field.isNeeded() && !fields.containsKey(field)) {
        throw missing(field.id());
      }
    }
    if (!has(RunField.SIZE) && !has(RunField.MODEL)) {
      throw missing("size (nor model)");
    }
    for (DepthMeasure measure : DepthMeasure.values()) {
      String name = "depth_" + measure.id().replace('-', '_');
      for (int i = 0; i < header.size(); i++) {
        if (RunField.plain(header.get(i)).equals(name)) {
          depths.put(measure, i);
        }
      }
    }
  }

  private Optional<Integer> named(RunField field, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    int exact = header.indexOf(name);
    if (exact >= 0) {
      return once(exact, name);
    }
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(name)) {
        return Optional.of(i);
      }
    }
    throw new InputException(
        "--columns " + field.id() + "=" + DocumentLimits.shorten(name),
        "there is no such column",
        Spelling.nearest(name, header).map(near -> "did you mean '" + near + "'? ").orElse("")
            + present());
  }

  /** The first of the usual names; one without a tracker's prefix comes before one with it. */
  private Optional<Integer> usual(RunField field) {
    for (String name : field.names()) {
      int found = -1;
      for (int i = header.size() - 1; i >= 0; i--) {
        String plain = RunField.plain(header.get(i));
        if (plain.equals(name) && !mapped.containsValue(header.get(i))) {
          boolean bare = plain.length() == header.get(i).strip().length();
          found = found < 0 || bare || !isBare(found) ? i : found;
        }
      }
      if (found >= 0) {
        return once(found, header.get(found));
      }
    }
    return Optional.empty();
  }

  private boolean isBare(int column) {
    String name = header.get(column).strip();
    return RunField.plain(name).length() == name.length();
  }

  private Optional<Integer> once(int column, String name) {
    if (header.lastIndexOf(name) != header.indexOf(name)) {
      throw new InputException(
          "header", "has two columns '" + DocumentLimits.shorten(name) + "'", "rename one");
    }
    return Optional.of(column);
  }

  private InputException missing(String field) {
    List<String> names =
        field.startsWith("size")
            ? RunField.SIZE.names()
            : RunField.byId(field.split(" ", 2)[0]).names();
    Optional<String> near =
        header.stream()
            .filter(
                column ->
                    names.stream().anyMatch(name -> RunField.plain(column).contains(name))
                        || Spelling.nearest(RunField.plain(column), names).isPresent())
            .findFirst();
    return new InputException(
        "header",
        "no column is known to be the " + field,
        "name it with --columns "
            + field.split(" ", 2)[0]
            + "="
            + near.map(DocumentLimits::shorten).orElse("COLUMN")
            + "; "
            + present());
  }

  private String present() {
    List<String> shown =
        header.stream()
            .limit(MOST_SHOWN)
            .map(name -> "'" + DocumentLimits.shorten(name) + "'")
            .toList();
    return header.isEmpty()
        ? "the file has no columns"
        : "columns: "
            + String.join(", ", shown)
            + (header.size() > MOST_SHOWN ? " and " + (header.size() - MOST_SHOWN) + " more" : "");
  }

  boolean has(RunField field) {
    return fields.containsKey(field);
  }

  /** Whether the user named the column. */
  boolean isMapped(RunField field) {
    return mapped.containsKey(field);
  }

  /** A field of a row; empty where there is no column. */
  String cell(RunTable.Row row, RunField field) {
    Integer column = fields.get(field);
    return column == null ? "" : row.cell(column);
  }

  /** The columns that hold depths. */
  Map<DepthMeasure, Integer> depths() {
    return depths;
  }

  /** The name of a field's column. */
  String name(RunField field) {
    Integer column = fields.get(field);
    return column == null ? field.id() : header.get(column);
  }

  /** The name of a column by its position. */
  String name(int column) {
    return header.get(column);
  }

  /** What was taken for what. */
  String told() {
    List<String> parts = new ArrayList<>();
    fields.forEach(
        (field, column) ->
            parts.add(field.id() + " = " + DocumentLimits.shorten(header.get(column))));
    depths.forEach((measure, column) -> parts.add(measure.id() + " = " + header.get(column)));
    return "columns: " + String.join(", ", parts);
  }
}
