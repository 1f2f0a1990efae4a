package org.etalon.lab.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML, and SVG that stands in HTML, in which no text can become markup: texts and attribute
 * values are always escaped, names of elements and attributes are the caller's constants, and every
 * element is closed.
 */
public final class Markup {
  private static final int LEAST = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_C1 = 0x9F;

  private final StringBuilder text = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turns. */
  public Markup open(String element, String... attributes) {
    tag(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element opened last. */
  public Markup close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content, such as {@code meta}. */
  public Markup empty(String element, String... attributes) {
    tag(element, attributes);
    return this;
  }

  /** An element that holds a text. */
  public Markup element(String element, String content, String... attributes) {
    return open(element, attributes).text(content).close();
  }

  /** A text. */
  public Markup text(String content) {
    text.append(escape(content));
    return this;
  }

  /** A line break in the source, for those who read it. */
  public Markup line() {
    text.append('\n');
    return this;
  }

  /** Markup or code that was made here, or comes with Etalon; never a user's words. */
  public Markup trusted(String markup) {
    text.append(markup);
    return this;
  }

  private void tag(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
    text.append('>');
  }

  /**
   * The document.
   *
   * @throws IllegalStateException if an element is open
   */
  public String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return text.toString();
  }

  /**
   * A text as it may stand in content and in quoted attributes. Characters that HTML cannot hold,
   * and those that turn the direction of the text around them, are replaced.
   */
  public static String escape(String content) {
    StringBuilder escaped = new StringBuilder(content.length() + 16);
    content.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  /** A text in which the characters that {@link #escape} replaces are replaced. */
  public static String printable(String content) {
    StringBuilder clean = new StringBuilder(content.length());
    content.codePoints().forEach(c -> clean.appendCodePoint(isHeld(c) ? c : '\uFFFD'));
    return clean.toString();
  }

  private static boolean isHeld(int c) {
    return c == '\n' || c == '\t' || isPrintable(c);
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(isHeld(c) ? c : '\uFFFD');
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
