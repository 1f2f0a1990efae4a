package org.etalon.lab.exchange;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;

/**
 * How a file of runs is to be read.
 *
 * @param columns which column each field is, where its name alone does not tell; an empty name says
 *     that no column is
 * @param separator between the fields of a CSV file; empty to tell from its header
 * @param decimalComma whether numbers have a decimal comma whatever the separator
 * @param largerIsBetter whether the score is to be large, as an accuracy is
 */
public record RunFormat(
    Map<RunField, String> columns,
    Optional<Character> separator,
    boolean decimalComma,
    boolean largerIsBetter) {
  /** Everything told by the file itself. */
  public static final RunFormat STANDARD = new RunFormat(Map.of(), Optional.empty(), false, false);

  /** Copies. */
  public RunFormat {
    Map<RunField, String> copy = new EnumMap<>(RunField.class);
    copy.putAll(columns);
    columns = Collections.unmodifiableMap(copy);
  }

  /** The same with other columns. */
  public RunFormat with(Map<RunField, String> mapped) {
    return new RunFormat(mapped, separator, decimalComma, largerIsBetter);
  }

  /**
   * Reads a mapping such as {@code lr=config.lr,score=loss}. A column's name may itself hold an
   * equals sign, and a comma if a backslash stands before it.
   *
   * @throws InputException if it is malformed or names a field twice
   * @throws org.etalon.graph.UnknownIdentifierException for an unknown field
   */
  public static Map<RunField, String> columns(String text) {
    Map<RunField, String> columns = new EnumMap<>(RunField.class);
    for (String part : text.split("(?<!\\\\),", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new InputException(
            "--columns",
            "'" + part + "' is not of the form FIELD=COLUMN",
            "write it as in --columns lr=config.lr,score=loss,size=depth");
      }
      RunField field = RunField.byId(part.substring(0, equals).strip());
      String column = part.substring(equals + 1).strip().replace("\\,", ",");
      if (columns.put(field, column) != null) {
        throw new InputException("--columns", "names " + field.id() + " twice", "name it once");
      }
    }
    return columns;
  }

  /**
   * Reads a separator: {@code ,}, {@code ;}, {@code tab} or another single character.
   *
   * @throws InputException if it is none
   */
  public static char separator(String text) {
    String one =
        switch (text) {
          case "tab", "\\t" -> "\t";
          case "comma" -> ",";
          case "semicolon" -> ";";
          default -> text;
        };
    if (one.length() != 1 || "\"\n\r\0".contains(one) || Character.isLetterOrDigit(one.charAt(0))) {
      throw new InputException(
          "--separator", "'" + text + "' cannot separate fields", "give one of , ; tab");
    }
    return one.charAt(0);
  }
}
