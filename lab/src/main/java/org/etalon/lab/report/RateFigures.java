package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
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
    List<SizeRates> sizes = SizeRates.of(sweep);
    RateScale scale = RateScale.of(sweep, sizes);
    if (sizes.stream().flatMap(size -> size.rows().stream()).anyMatch(RateRow::isWhole)) {
      figures.add(RateOverview.of(sweep, sizes, scale));
    }
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i).hasScores()) {
        figures.add(new RatesOfSize(sizes.get(i), laws, scale).figure(i + 1));
      }
    }
    return figures;
  }
}
