package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.markup.Markup;

/** Tables of the page. */
final class Tables {
  /** Cells longer than this, in characters, are broken into lines. */
  private static final int LONG = 36;

  private Tables() {}

  /** A table, which scrolls by itself where the screen is too narrow for it. */
  static void write(Markup html, Figure.Table table) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table");
    html.open("table").open("thead").open("tr");
    table.head().forEach(name -> html.element("th", name, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> row : table.rows()) {
      html.open("tr").element("th", row.get(0), "scope", "row");
      for (String cell : row.subList(1, row.size())) {
        if (cell.length() > LONG) {
          html.element("td", cell, "class", "long");
        } else {
          html.element("td", cell);
        }
      }
      html.close().line();
    }
    html.close().close().close().line();
  }
}
