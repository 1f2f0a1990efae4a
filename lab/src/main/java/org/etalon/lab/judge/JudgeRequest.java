package org.etalon.lab.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.etalon.graph.InputException;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;

/**
 * What is to be judged.
 *
 * @param sweep every size's own runs; its confidence is that of all intervals
 * @param base label of the size that alone is tuned; empty for the first
 * @param laws in the order in which they are shown
 * @param seeds how many seeds are trained for each prediction; empty for as many as the sweep has,
 *     at least three
 * @param networks reads a network by its reference
 * @param probe what the law {@code probe} asks; empty where there is no engine
 */
public record JudgeRequest(
    Sweep sweep,
    Optional<String> base,
    List<JudgedLaw> laws,
    OptionalInt seeds,
    Function<String, Network> networks,
    Optional<RateProbe> probe) {
  private static final int MOST_SEEDS = 10_000;

  /**
   * Copies, and checks what can be checked at once.
   *
   * @throws InputException for a number of seeds out of range
   */
  public JudgeRequest {
    laws = List.copyOf(laws);
    if (seeds.isPresent() && (seeds.getAsInt() < 1 || seeds.getAsInt() > MOST_SEEDS)) {
      throw new InputException(
          "seeds",
          seeds.getAsInt() + " is out of range",
          "give a whole number from 1 to " + MOST_SEEDS + "; fewer than three give no intervals");
    }
  }

  /** Every law, the first size as base, seeds as usual. */
  public static JudgeRequest of(
      Sweep sweep, Function<String, Network> networks, Optional<RateProbe> probe) {
    return new JudgeRequest(
        sweep, Optional.empty(), JudgedLaw.all(), OptionalInt.empty(), networks, probe);
  }

  /** The same with another base. */
  public JudgeRequest withBase(Optional<String> label) {
    return new JudgeRequest(sweep, label, laws, seeds, networks, probe);
  }

  /** The same with other laws. */
  public JudgeRequest withLaws(List<JudgedLaw> chosen) {
    return new JudgeRequest(sweep, base, chosen, seeds, networks, probe);
  }

  /** The same with another number of seeds. */
  public JudgeRequest withSeeds(OptionalInt count) {
    return new JudgeRequest(sweep, base, laws, count, networks, probe);
  }
}
