package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.etalon.lab.correlation.Correlation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.OptimaTable;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.PageTable;

/**
 * Numbers, tables and the chart of {@link DagRatesExperiment}.
 *
 * @param name of the part, for the chart
 * @param dags all that were drawn
 * @param base the base's optimum
 * @param confidence of all intervals
 */
record DagRatesReport(String name, List<SearchedDag> dags, Optimum base, double confidence) {
  private static final List<String> QUANTITIES =
      List.of(
          "Pearson",
          "Spearman",
          "slope",
          "Pearson, whole network",
          "Spearman, whole network",
          "slope, whole network",
          "Pearson, reliable optima",
          "regret saved",
          "regret saved over the best one rate");

  /** Every number, missing for one reason. */
  static List<Measured> nothing(String why) {
    return QUANTITIES.stream().map(quantity -> Measured.none(quantity, why)).toList();
  }

  void add(Outcome.Builder outcome) {
    correlations(PathCount.CELL, "", outcome);
    correlations(PathCount.NETWORK, ", whole network", outcome);
    List<SearchedDag> reliable =
        searched().stream().filter(dag -> optimum(dag).isReliable()).toList();
    outcome.measured(
        Figures.correlation(
            "Pearson, reliable optima",
            correlation(Correlation.Kind.PEARSON, PathCount.CELL, reliable)));
    regrets(outcome);
    outcome.table(table());
    chart().ifPresent(outcome::chart);
    notes(reliable.size()).forEach(outcome::note);
  }

  private List<SearchedDag> searched() {
    return dags.stream().filter(dag -> dag.optimum().isPresent()).toList();
  }

  private static Optimum optimum(SearchedDag dag) {
    return dag.optimum().orElseThrow();
  }

  // --- predicted and searched --------------------------------------------------------------------

  private void correlations(PathCount count, String which, Outcome.Builder outcome) {
    List<SearchedDag> searched = searched();
    outcome.measured(
        Figures.correlation(
            "Pearson" + which, correlation(Correlation.Kind.PEARSON, count, searched)));
    outcome.measured(
        Figures.correlation(
            "Spearman" + which, correlation(Correlation.Kind.SPEARMAN, count, searched)));
    outcome.measured(slope("slope" + which, count, searched));
  }

  private Correlation correlation(Correlation.Kind kind, PathCount count, List<SearchedDag> of) {
    return Correlation.of(
        kind,
        of.stream().mapToDouble(dag -> Math.log(dag.predicted(count))).toArray(),
        of.stream().mapToDouble(dag -> Math.log(optimum(dag).learningRate())).toArray(),
        confidence);
  }

  private Measured slope(String quantity, PathCount count, List<SearchedDag> of) {
    List<Point> points =
        of.stream()
            .map(dag -> Point.of(dag.predicted(count), Math.log(optimum(dag).learningRate())))
            .toList();
    if (points.stream().map(Point::x).distinct().count() < 2) {
      return Measured.none(quantity, "fewer than two different predictions");
    }
    PowerLawFit fit = PowerLawFit.of(points);
    return new Measured(
        quantity,
        OptionalDouble.of(fit.exponent()),
        fit.exponentInterval(confidence),
        fit.exponentInterval(confidence).isEmpty() ? "two networks give no interval" : "");
  }

  // --- what rules cost ---------------------------------------------------------------------------

  private void regrets(Outcome.Builder outcome) {
    RuleRegrets cell =
        RuleRegrets.of(
            "path-sum, counted in the cell", dags, dags.stream().map(SearchedDag::byCell).toList());
    RuleRegrets network =
        RuleRegrets.of(
            "path-sum, counted in the whole network",
            dags,
            dags.stream().map(SearchedDag::byNetwork).toList());
    RuleRegrets one = RuleRegrets.one("the base's rate for all", dags, base.learningRate());
    RuleRegrets best = RuleRegrets.best(dags);
    outcome.measured(Figures.mean("regret saved", one.savedBy(cell), confidence));
    outcome.measured(
        Figures.mean("regret saved over the best one rate", best.savedBy(cell), confidence));
    List<List<String>> rows = new ArrayList<>();
    for (RuleRegrets rule : List.of(cell, network, one, best)) {
      List<String> row = new ArrayList<>();
      row.add(rule.words());
      row.addAll(Figures.cells(rule.known(), confidence));
      row.addAll(Figures.cells(rule.errors(dags), confidence));
      row.add(Long.toString(rule.outside()));
      rows.add(row);
    }
    outcome.table(
        new PageTable(
            "What each rule costs",
            List.of(
                "learning rate",
                ">mean regret in loss",
                ">interval",
                ">mean error in log η",
                ">interval",
                ">outside the grid"),
            rows));
    outcome.note(
        "Regret: loss at the rule's rate, read between neighbouring rates of the DAG's own grid,"
            + " less the least loss there. A run that diverged or did worse than guessing counts as"
            + " guessing. The best one rate, "
            + Numbers.value(best.rates().get(0))
            + ", is chosen by these same runs.");
  }

  // --- tables, chart, notes ----------------------------------------------------------------------

  private PageTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (SearchedDag dag : dags) {
      rows.add(
          List.of(
              "`" + dag.code() + "`",
              Numbers.value(dag.depth()),
              Numbers.value(dag.byCell()),
              Numbers.value(dag.byNetwork()),
              dag.optimum().map(o -> Numbers.value(o.learningRate())).orElse("–"),
              Numbers.ends(dag.optimum().flatMap(Optimum::interval)),
              Numbers.value(dag.curve().regret(dag.byCell())),
              Numbers.value(dag.curve().regret(base.learningRate())),
              OptimaTable.remarks(dag.optimum())));
    }
    return new PageTable(
        "Every DAG",
        List.of(
            "DAG",
            ">(Σ L³)^⅓",
            ">predicted",
            ">predicted, whole network",
            ">searched η*",
            ">interval",
            ">regret at predicted",
            ">regret at the base's",
            "remarks"),
        rows);
  }

  private Optional<Chart> chart() {
    List<SearchedDag> searched = searched();
    if (searched.isEmpty()) {
      return Optional.empty();
    }
    List<Series.Position> points = new ArrayList<>();
    List<Series.Range> bars = new ArrayList<>();
    for (SearchedDag dag : searched) {
      points.add(new Series.Position(dag.byCell(), optimum(dag).learningRate()));
      optimum(dag)
          .interval()
          .ifPresent(i -> bars.add(new Series.Range(dag.byCell(), i.low(), i.high())));
    }
    double low = points.stream().mapToDouble(Series.Position::x).min().orElseThrow();
    double high = points.stream().mapToDouble(Series.Position::x).max().orElseThrow();
    List<Series.Position> equal =
        Stream.of(low, high).map(at -> new Series.Position(at, at)).toList();
    return Optional.of(
        new Chart(
            name,
            Axis.log("predicted η"),
            Axis.log("searched η*"),
            Chart.Colours.KINDS,
            List.of(
                new Series.Line("equal", Role.REFERENCE, 1, equal),
                new Series.Points("DAGs", Role.MEASURED, 0, points, bars)),
            List.of(
                "paths counted in the cell; bars: intervals at "
                    + Numbers.value(100 * confidence)
                    + " % over seeds")));
  }

  private List<String> notes(int reliable) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "The base's optimum is "
            + Numbers.value(base.learningRate())
            + " ("
            + Numbers.ends(base.interval())
            + "). Its error moves all predictions alike: it touches no correlation or slope, and is"
            + " not in the intervals of regret.");
    notes.add(
        searched().size()
            + " of "
            + dags.size()
            + " DAGs have a searched optimum and are in the correlations; "
            + reliable
            + " of these lie well inside what was tried, and the remarks say what is wrong with the"
            + " others.");
    ceiling().ifPresent(notes::add);
    return notes;
  }

  /** What chance in the searched optima alone takes from a correlation. */
  private Optional<String> ceiling() {
    double[] errors =
        searched().stream()
            .flatMapToDouble(dag -> optimum(dag).standardError().stream())
            .map(error -> error * error)
            .toArray();
    double[] logs =
        searched().stream().mapToDouble(dag -> Math.log(optimum(dag).learningRate())).toArray();
    if (errors.length < 2 || logs.length < 2) {
      return Optional.empty();
    }
    double noise = java.util.Arrays.stream(errors).average().orElseThrow();
    double mean = java.util.Arrays.stream(logs).average().orElseThrow();
    double spread =
        java.util.Arrays.stream(logs).map(v -> (v - mean) * (v - mean)).sum() / (logs.length - 1);
    double share = Math.max(0, 1 - noise / spread);
    return Optional.of(
        "The searched optima scatter by chance: by their errors over seeds, a rule that is right"
            + " about every DAG would correlate at about "
            + Numbers.value(Math.sqrt(share))
            + " (Pearson), not at 1.");
  }
}
