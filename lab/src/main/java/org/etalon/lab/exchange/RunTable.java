package org.etalon.lab.exchange;

import java.util.List;
import org.etalon.graph.InputException;

/**
 * A file of runs as texts.
 *
 * @param header names of the columns
 * @param rows a line each
 * @param decimalComma whether numbers may have a decimal comma
 */
record RunTable(List<String> header, List<Row> rows, boolean decimalComma) {
  /** Rows of a file. */
  static final int MOST_ROWS = 1_000_000;

  /** Columns of a file. */
  static final int MOST_COLUMNS = 10_000;

  /** Fields of a file: a wide table may have fewer rows. */
  static final long MOST_FIELDS = 20_000_000;

  /** Says that a file is too large. */
  static InputException pastLimit(long line, String wayOut) {
    return new InputException(
        "line " + line,
        "is past the limit of " + MOST_ROWS + " runs and " + MOST_FIELDS + " fields",
        wayOut);
  }

  /**
   * A row.
   *
   * @param line of the file, from 1
   * @param cells as many as columns, or fewer: the rest is empty
   */
  record Row(long line, List<String> cells) {
    /** What stands in a column, without white space around it. */
    String cell(int column) {
      return column < cells.size() ? cells.get(column).strip() : "";
    }
  }
}
