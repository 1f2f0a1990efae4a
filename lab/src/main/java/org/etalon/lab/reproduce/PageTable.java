package org.etalon.lab.reproduce;

import java.util.List;

/**
 * A table of a page.
 *
 * @param title above it; may be empty
 * @param header names of the columns; those that begin with {@code >} hold numbers
 * @param rows one cell for each column
 */
public record PageTable(String title, List<String> header, List<List<String>> rows) {
  /** Copies, and checks the rows' lengths. */
  public PageTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(row.size() + " cells for " + header);
      }
    }
  }
}
