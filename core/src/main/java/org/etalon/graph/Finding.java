package org.etalon.graph;

/**
 * Something a user should know about a model that could nevertheless be read.
 *
 * @param severity how much it matters
 * @param node the node, tensor or input it concerns; empty for the whole model
 * @param message what was found and what was made of it
 */
public record Finding(Severity severity, String node, String message) {
  /** How much a finding matters. */
  public enum Severity {
    /** Good to know; the numbers are what they seem. */
    INFO,
    /** The numbers rest on an assumption that the user should check. */
    WARNING
  }

  /** A finding for information. */
  public static Finding info(String node, String message) {
    return new Finding(Severity.INFO, node, message);
  }

  /** A finding that asks to be checked. */
  public static Finding warning(String node, String message) {
    return new Finding(Severity.WARNING, node, message);
  }
}
