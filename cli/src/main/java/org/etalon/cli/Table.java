package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;

/** An aligned text table: columns of words to the left, of numbers to the right. */
final class Table {
  private final List<String> header;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table with the given header.
   *
   * @param header names of the columns; those that begin with {@code >} are aligned to the right
   */
  Table(String... header) {
    this.right = new boolean[header.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      right[i] = header[i].startsWith(">");
      names.add(right[i] ? header[i].substring(1) : header[i]);
    }
    this.header = List.copyOf(names);
  }

  /** Adds a row; one cell per column. */
  void row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + header);
    }
    rows.add(List.of(cells));
  }

  /** Whether there are no rows. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    int[] width = new int[header.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], length(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String cell = row.get(i);
        String padding = " ".repeat(width[i] - length(cell));
        line.append(i == 0 ? "" : "  ").append(right[i] ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
