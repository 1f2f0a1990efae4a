package org.etalon.law;

import java.util.Locale;

/**
 * A number that something is multiplied by, with its reason.
 *
 * @param value target over base, > 0; 1 changes nothing
 * @param evidence the equation with its numbers filled in; empty where there is nothing to say
 */
public record Factor(double value, String evidence) {
  /** Changes nothing and needs no reason. */
  public static final Factor NONE = new Factor(1, "");

  /** Six significant digits, for evidence: full precision is in the numbers themselves. */
  public static String shown(double value) {
    String text = String.format(Locale.ROOT, "%.6g", value);
    if (text.contains("e") || !text.contains(".")) {
      return text;
    }
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
