package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * The runs of one size by learning rate, and the rates that are shown.
 *
 * <p>A page of a study with many rates would be too large to open, and nobody sees two points in
 * one pixel. So of all sizes together some {@value #MOST} rates are shown: of each size every k-th,
 * and besides always the lowest and the highest, the best one tried with its neighbours, and the
 * rates at the edge of divergence, where a rate at which every seed finished and one at which some
 * seed was lost are next to each other. Counts of runs are of all rates.
 *
 * @param size the size
 * @param rows every rate, ascending
 * @param shown those of them that are drawn and listed, ascending
 */
record SizeRates(SizeRuns size, List<RateRow> rows, List<RateRow> shown) {
  /** Rates on a page. */
  private static final int MOST = 10_000;

  /** Rates of one size that are always shown. */
  private static final int FEWEST = 24;

  SizeRates {
    rows = List.copyOf(rows);
    shown = List.copyOf(shown);
  }

  /** Those of all sizes, in the sweep's order. */
  static List<SizeRates> of(Sweep sweep) {
    int most = Math.max(FEWEST, MOST / Math.max(1, sweep.sizes().size()));
    return sweep.sizes().stream().map(size -> of(size, most)).toList();
  }

  /** Those of one size, of which about so many are shown. */
  static SizeRates of(SizeRuns size, int most) {
    List<RateRow> rows = RateRow.of(size.observations());
    return new SizeRates(size, rows, some(rows, size.optimum(), most));
  }

  private static List<RateRow> some(List<RateRow> rows, Optional<Optimum> optimum, int most) {
    if (rows.size() <= most) {
      return rows;
    }
    int stride = (rows.size() + most - 1) / most;
    List<RateRow> some = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (i % stride == 0 || i == rows.size() - 1 || isNotable(rows, i, optimum)) {
        some.add(rows.get(i));
      }
    }
    return some;
  }

  private static boolean isNotable(List<RateRow> rows, int i, Optional<Optimum> optimum) {
    for (int j = Math.max(0, i - 1); j <= Math.min(rows.size() - 1, i + 1); j++) {
      RateRow near = rows.get(j);
      if (near.isWhole() != rows.get(i).isWhole()
          || optimum.filter(o -> o.bestTried() == near.rate()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Says that not all are shown; empty if they are. */
  String omitted() {
    return shown.size() == rows.size()
        ? ""
        : " Of " + rows.size() + " learning rates " + shown.size() + " are shown.";
  }

  /** Whether any run finished. */
  boolean hasScores() {
    return rows.stream().anyMatch(row -> !row.scores().isEmpty());
  }

  /** How many runs diverged. */
  int diverged() {
    return rows.stream().mapToInt(RateRow::diverged).sum();
  }

  /** How many runs were given up. */
  int abandoned() {
    return rows.stream().mapToInt(RateRow::abandoned).sum();
  }
}
