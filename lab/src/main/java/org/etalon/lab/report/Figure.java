package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.plot.Chart;

/**
 * A chart with what is said of it.
 *
 * @param name of its files and anchor: letters, digits and hyphens, unique in a report
 * @param chart what is drawn
 * @param summary what it shows, in plain words
 * @param table its numbers
 */
public record Figure(String name, Chart chart, String summary, Table table) {
  /** Longest part of a name that is made of a user's words. */
  private static final int LONGEST = 40;

  /**
   * Numbers in rows.
   *
   * @param head names of the columns
   * @param rows cells, as many as there are columns
   */
  public record Table(List<String> head, List<List<String>> rows) {
    /** Copies the lists. */
    public Table {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** A part of a name, from any text: what is neither letter nor digit becomes a hyphen. */
  static String part(String text) {
    String plain = text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
    return cut.replaceAll("^-|-$", "");
  }
}
