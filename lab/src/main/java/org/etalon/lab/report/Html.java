package org.etalon.lab.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes HTML in which no text can become markup: texts and attribute values are always escaped,
 * names of elements and attributes are constants of this package, and every element is closed.
 */
final class Html {
  private static final int LEAST = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_C1 = 0x9F;

  private final StringBuilder text = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turns. */
  Html open(String element, String... attributes) {
    tag(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element opened last. */
  Html close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content, such as {@code meta}. */
  Html empty(String element, String... attributes) {
    tag(element, attributes);
    return this;
  }

  /** An element that holds a text. */
  Html element(String element, String content, String... attributes) {
    return open(element, attributes).text(content).close();
  }

  /** A text. */
  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  /** A line break in the source, for those who read it. */
  Html line() {
    text.append('\n');
    return this;
  }

  /** Markup or code that this package made or holds; never a user's words. */
  Html trusted(String markup) {
    text.append(markup);
    return this;
  }

  /** A table; numbers are set flush right by their column's class. */
  Html table(Figure.Table table) {
    open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table");
    open("table").open("thead").open("tr");
    table.head().forEach(name -> element("th", name, "scope", "col"));
    close().close().open("tbody");
    for (List<String> row : table.rows()) {
      open("tr");
      for (int i = 0; i < row.size(); i++) {
        if (i == 0) {
          element("th", row.get(i), "scope", "row");
        } else {
          element("td", row.get(i));
        }
      }
      close().line();
    }
    return close().close().close().line();
  }

  private void tag(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
    text.append('>');
  }

  /** The document. */
  String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return text.toString();
  }

  /**
   * A text as it may stand in content and in quoted attributes. Characters that HTML cannot hold,
   * and those that turn the direction of the text around them, are replaced.
   */
  static String escape(String content) {
    StringBuilder escaped = new StringBuilder(content.length() + 16);
    content.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      case '\n', '\t' -> escaped.append((char) c);
      default -> escaped.appendCodePoint(isPrintable(c) ? c : '\uFFFD');
    }
  }

  private static boolean isPrintable(int c) {
    boolean control = c < LEAST || (c >= DELETE && c <= LAST_C1);
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean turning = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean noCharacter = (c & 0xFFFE) == 0xFFFE;
    return !control && !surrogate && !turning && !noCharacter;
  }
}
