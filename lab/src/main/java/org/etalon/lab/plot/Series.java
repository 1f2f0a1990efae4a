package org.etalon.lab.plot;

import java.util.List;

/** Something drawn in a chart. */
public sealed interface Series {
  /** Its name in the legend, which leaves out an empty one. */
  String name();

  /** What it is to the reader. */
  Role role();

  /**
   * Number of its colour, from 0: what belongs together, as points and the line fitted to them, has
   * the same.
   */
  int group();

  /**
   * A place in the chart, in the axes' units.
   *
   * @param x along the horizontal axis
   * @param y along the vertical axis
   */
  record Position(double x, double y) {}

  /**
   * A range of y at one x.
   *
   * @param x along the horizontal axis
   * @param low lower end
   * @param high upper end
   */
  record Range(double x, double low, double high) {}

  /**
   * Points, with error bars where there are any.
   *
   * @param positions the points
   * @param bars their error bars, or others'; may be empty
   */
  record Points(String name, Role role, int group, List<Position> positions, List<Range> bars)
      implements Series {
    /** Copies the lists. */
    public Points {
      positions = List.copyOf(positions);
      bars = List.copyOf(bars);
    }
  }

  /**
   * A line through positions in their order.
   *
   * @param positions at least one; where one has no place in the chart the line is broken
   */
  record Line(String name, Role role, int group, List<Position> positions) implements Series {
    /** Copies the list. */
    public Line {
      positions = List.copyOf(positions);
    }
  }

  /**
   * A filled area between two curves.
   *
   * @param ranges in the order of x
   */
  record Band(String name, Role role, int group, List<Range> ranges) implements Series {
    /** Copies the list. */
    public Band {
      ranges = List.copyOf(ranges);
    }
  }
}
