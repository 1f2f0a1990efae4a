package org.etalon.lab.plot;

/**
 * An axis of a chart.
 *
 * @param name what it shows, with its unit if it has one
 * @param scale linear or logarithmic
 */
public record Axis(String name, Scale scale) {
  /** How values become places. */
  public enum Scale {
    /** Equal differences are equal lengths. */
    LINEAR,
    /** Equal ratios are equal lengths; only positive values have a place. */
    LOG
  }

  /** A linear axis. */
  public static Axis linear(String name) {
    return new Axis(name, Scale.LINEAR);
  }

  /** A logarithmic axis. */
  public static Axis log(String name) {
    return new Axis(name, Scale.LOG);
  }

  /** Whether a value has a place here. */
  boolean shows(double value) {
    return Double.isFinite(value) && (scale == Scale.LINEAR || value > 0);
  }
}
