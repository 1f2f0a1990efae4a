package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * Loss against learning rate: all sizes in one chart, then each by itself with its single runs and
 * what the laws predict for it.
 */
final class RateFigures {
  private RateFigures() {}

  /** The figures; none for sizes without finished runs. */
  static List<Figure> of(Sweep sweep, List<LawLine> laws) {
    List<Figure> figures = new ArrayList<>();
    RateScale scale = RateScale.of(sweep);
    if (sweep.sizes().stream()
        .flatMap(s -> RateRow.of(s.observations()).stream())
        .anyMatch(RateRow::isWhole)) {
      figures.add(RateOverview.of(sweep, scale));
    }
    for (int i = 0; i < sweep.sizes().size(); i++) {
      SizeRuns size = sweep.sizes().get(i);
      if (RateRow.of(size.observations()).stream().anyMatch(row -> !row.scores().isEmpty())) {
        figures.add(new RatesOfSize(size, laws, scale).figure(i + 1));
      }
    }
    return figures;
  }
}
