package org.etalon.lab.study;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.search.AdaptiveSearch;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.search.RateSearch;

/**
 * How a study looks for the optimal learning rate of each size.
 *
 * @param kind all rates, or few of them
 * @param grid the rates
 * @param seeds different ones
 * @param confidence of the optimum's interval, strictly between 0 and 1
 * @param accuracy half-length of that interval in log η at which an adaptive search ends
 * @param budget most steps of training for one size, for an adaptive search; empty for no bound
 */
public record SearchPlan(
    Kind kind,
    RateGrid grid,
    List<Long> seeds,
    double confidence,
    double accuracy,
    OptionalLong budget) {
  /** How rates are chosen. */
  public enum Kind {
    /** Every rate with every seed: the papers' protocol. */
    GRID("grid"),
    /** Rates around the optimum, round by round. */
    ADAPTIVE("adaptive");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name users give it. */
    public String id() {
      return id;
    }

    /**
     * The kind of that name.
     *
     * @throws UnknownIdentifierException if there is none
     */
    public static Kind byId(String id) {
      return Arrays.stream(values())
          .filter(kind -> kind.id.equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new UnknownIdentifierException(
                      "search", id, Arrays.stream(values()).map(Kind::id).toList()));
    }
  }

  /** Copies. */
  public SearchPlan {
    seeds = List.copyOf(seeds);
  }

  /**
   * The search for one size.
   *
   * @param guess where an adaptive one begins
   * @param steps of a whole run
   * @param abandoning whether hopeless runs may be given up
   */
  public RateSearch search(OptionalDouble guess, long steps, boolean abandoning) {
    return switch (kind) {
      case GRID -> new GridSearch(grid, seeds, confidence);
      case ADAPTIVE ->
          new AdaptiveSearch(
              new AdaptiveSearch.Settings(
                  grid,
                  seeds,
                  guess,
                  accuracy,
                  confidence,
                  steps,
                  budget.orElse(Long.MAX_VALUE),
                  abandoning));
    };
  }
}
