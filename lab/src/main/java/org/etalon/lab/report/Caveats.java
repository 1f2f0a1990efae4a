package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.Optimum.Caveat;

/** What must be said with an optimum, in plain words. */
final class Caveats {
  private Caveats() {}

  /** In the order of the enumeration; empty for an optimum without caveats. */
  static String of(Optimum optimum) {
    List<String> words =
        List.of(Caveat.values()).stream()
            .filter(optimum.caveats()::contains)
            .map(Caveats::words)
            .toList();
    return String.join("; ", words);
  }

  private static String words(Caveat caveat) {
    return switch (caveat) {
      case AT_LOWEST_RATE -> "the lowest rate tried was best, so the optimum may lie below";
      case AT_HIGHEST_RATE -> "the highest rate tried was best, so the optimum may lie above";
      case AT_DIVERGENCE -> "the next higher rate diverged, so there is no right side to fit";
      case FLAT -> "the scores do not tell the optimum from rates far away";
      case SEVERAL_MINIMA -> "another minimum, far off, is as good";
      case FEW_SEEDS -> "too few seeds for an interval";
    };
  }
}
