package org.etalon.lab.sweep;

import java.util.List;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.OptimumFit;

/** What must be said with an optimum, in words. */
public final class CaveatWords {
  private CaveatWords() {}

  /** Each of its caveats. */
  public static List<String> of(Optimum optimum) {
    return optimum.caveats().stream().sorted().map(CaveatWords::of).toList();
  }

  /** One caveat, with what to do about it where that is known. */
  public static String of(Optimum.Caveat caveat) {
    return switch (caveat) {
      case AT_LOWEST_RATE -> bare(caveat) + ": try lower ones";
      case AT_HIGHEST_RATE -> bare(caveat) + ": try higher ones";
      case AT_DIVERGENCE, FLAT, SEVERAL_MINIMA, FEW_SEEDS -> bare(caveat);
    };
  }

  /** One caveat alone. */
  public static String bare(Optimum.Caveat caveat) {
    return switch (caveat) {
      case AT_LOWEST_RATE -> "the lowest rate tried is best";
      case AT_HIGHEST_RATE -> "the highest rate tried is best";
      case AT_DIVERGENCE -> "at the next higher rate runs diverge";
      case FLAT -> "flat: rates far away are as good";
      case SEVERAL_MINIMA -> "another minimum is as good";
      case FEW_SEEDS -> "fewer than " + OptimumFit.FEWEST_SEEDS + " seeds give no interval";
    };
  }
}
