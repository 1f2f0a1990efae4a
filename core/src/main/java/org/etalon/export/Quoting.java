package org.etalon.export;

import java.util.Locale;

/** Writes any text as a literal or comment of another language, so that no name can break out. */
final class Quoting {
  private Quoting() {}

  /** A string literal of Python, in ASCII. */
  static String python(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                literal.append('\\').append((char) point);
              } else if (point >= ' ' && point < 0x7f) {
                literal.append((char) point);
              } else if (point <= 0xffff) {
                literal.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                literal.append(String.format(Locale.ROOT, "\\U%08x", point));
              }
            });
    return literal.append('"').toString();
  }

  /** A string literal of Java, in ASCII. */
  static String java(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        literal.append(c);
      } else if (c < 0x100) {
        // A Unicode escape is read before the literal is: that of a line break would end it.
        literal.append(String.format(Locale.ROOT, "\\%03o", (int) c));
      } else {
        literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return literal.append('"').toString();
  }

  /** Text for a comment that ends at the line's end: one line, nothing invisible. */
  static String comment(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean invisible =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.UNASSIGNED
                      || type == Character.PRIVATE_USE;
              if (invisible) {
                line.append('?');
              } else {
                line.appendCodePoint(point);
              }
            });
    return line.toString();
  }

  /**
   * The same for Java sources: in ASCII, for compilers read the platform's encoding, and without an
   * escape that would be read inside the comment.
   */
  static String javaComment(String text) {
    StringBuilder line = new StringBuilder(text.length());
    comment(text)
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\\' -> line.append('/');
                case '×', '·' -> line.append('*');
                case 'η' -> line.append("eta");
                case 'ε' -> line.append("epsilon");
                case 'λ' -> line.append("lambda");
                case 'μ' -> line.append("mu");
                case '√' -> line.append("sqrt");
                case '→' -> line.append("->");
                case '≥' -> line.append(">=");
                case '÷' -> line.append("/");
                case '²' -> line.append("^2");
                case '−' -> line.append('-');
                case '…' -> line.append("...");
                case '½' -> line.append("1/2");
                case 'ᵀ' -> line.append("^T");
                default -> {
                  if (point < 0x7f) {
                    line.append((char) point);
                  } else {
                    line.append('?');
                  }
                }
              }
            });
    return line.toString();
  }
}
