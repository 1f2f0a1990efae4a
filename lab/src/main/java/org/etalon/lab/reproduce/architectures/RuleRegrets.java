package org.etalon.lab.reproduce.architectures;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.etalon.lab.search.RateGrid;

/**
 * What rules for the rate cost over all DAGs: loss at the rule's rate less the least loss at a rate
 * that was tried, read off each DAG's own grid.
 *
 * @param words what the rule is
 * @param rates what it says of each DAG
 * @param regrets what it costs; empty where the rate lies outside the grid
 */
record RuleRegrets(String words, List<Double> rates, List<OptionalDouble> regrets) {
  /** Rates at which the best one rate is looked for: much closer than any grid. */
  private static final int CLOSE = 200;

  /** Copies. */
  RuleRegrets {
    rates = List.copyOf(rates);
    regrets = List.copyOf(regrets);
  }

  static RuleRegrets of(String words, List<SearchedDag> dags, List<Double> rates) {
    return new RuleRegrets(
        words,
        rates,
        IntStream.range(0, dags.size())
            .mapToObj(i -> dags.get(i).curve().regret(rates.get(i)))
            .toList());
  }

  /** One rate for all. */
  static RuleRegrets one(String words, List<SearchedDag> dags, double rate) {
    return of(words, dags, dags.stream().map(dag -> rate).toList());
  }

  /** The one rate whose mean loss over these DAGs is least: known only with hindsight. */
  static RuleRegrets best(List<SearchedDag> dags) {
    double low = dags.stream().mapToDouble(d -> d.curve().lowest()).max().orElseThrow();
    double high = dags.stream().mapToDouble(d -> d.curve().highest()).min().orElseThrow();
    RateGrid close = new RateGrid(low, high, CLOSE);
    double rate =
        IntStream.range(0, CLOSE)
            .mapToObj(close::rate)
            .min(Comparator.comparingDouble(r -> loss(dags, r)))
            .orElseThrow();
    return one("the best one rate for all, with hindsight", dags, rate);
  }

  private static double loss(List<SearchedDag> dags, double rate) {
    return dags.stream()
        .mapToDouble(dag -> dag.curve().at(rate).orElse(Double.POSITIVE_INFINITY))
        .sum();
  }

  /** The costs that could be read. */
  double[] known() {
    return regrets.stream().flatMapToDouble(OptionalDouble::stream).toArray();
  }

  /** How many DAGs it sends outside the grid. */
  long outside() {
    return regrets.stream().filter(OptionalDouble::isEmpty).count();
  }

  /** What a rule saves over this one, DAG by DAG, where both could be read. */
  double[] savedBy(RuleRegrets other) {
    return IntStream.range(0, regrets.size())
        .filter(i -> regrets.get(i).isPresent() && other.regrets.get(i).isPresent())
        .mapToDouble(i -> regrets.get(i).getAsDouble() - other.regrets.get(i).getAsDouble())
        .toArray();
  }

  /** |log of the rule's rate over the searched one|, for the DAGs that have one. */
  double[] errors(List<SearchedDag> dags) {
    return IntStream.range(0, dags.size())
        .boxed()
        .flatMapToDouble(
            i ->
                dags.get(i).optimum().stream()
                    .flatMapToDouble(
                        o -> DoubleStream.of(Math.abs(Math.log(rates.get(i) / o.learningRate())))))
        .toArray();
  }
}
