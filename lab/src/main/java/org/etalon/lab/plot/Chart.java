package org.etalon.lab.plot;

import java.util.List;

/**
 * A chart, without a colour or a pixel.
 *
 * <p>A value that has no place on its axis (infinite, not a number, or not positive on a
 * logarithmic one: a run that diverged, a size that vanished) is left out, and a line below the
 * chart says how many and of which series: it is a result, so it neither stops the chart nor
 * disappears. An error bar or band that reaches such a value goes to the edge.
 *
 * @param title above the chart; may be empty
 * @param x horizontal axis
 * @param y vertical axis
 * @param colours whether groups are kinds or steps of one quantity
 * @param series what is drawn; bands lie below lines, and lines below points
 * @param notes lines below the chart, such as how its intervals were made; may be empty
 */
public record Chart(
    String title, Axis x, Axis y, Colours colours, List<Series> series, List<String> notes) {
  /** How groups are told apart. */
  public enum Colours {
    /** Groups are kinds, such as laws: colours that differ also to the colour-blind. */
    KINDS,
    /** Groups are steps of one quantity, such as depths: colours from dark to light. */
    STEPS
  }

  /** Copies the lists. */
  public Chart {
    series = List.copyOf(series);
    notes = List.copyOf(notes);
  }

  /** A chart of kinds, without notes. */
  public Chart(String title, Axis x, Axis y, List<Series> series) {
    this(title, x, y, Colours.KINDS, series, List.of());
  }
}
