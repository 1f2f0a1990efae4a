package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.PageTable;

/**
 * Numbers, tables and the chart of {@link InitialisationExperiment}.
 *
 * @param name of the part, for the chart
 * @param codes of the DAGs
 * @param he with He's initialisation, in their order
 * @param inDegree with in-degree, likewise
 * @param confidence of all intervals
 */
record InitialisationReport(
    String name,
    List<String> codes,
    List<InitialisedDag> he,
    List<InitialisedDag> inDegree,
    double confidence) {

  void add(Outcome.Builder outcome) {
    double[] all = each(he, InitialisedDag::growth);
    outcome.measured(Figures.mean("variance growth, he", all, confidence));
    outcome.measured(
        Figures.mean(
            "variance growth, in-degree", each(inDegree, InitialisedDag::growth), confidence));
    outcome.measured(
        Figures.mean("growth avoided", pairs((a, b) -> a.growth() - b.growth()), confidence));
    outcome.measured(
        Figures.mean("trained more", pairs((a, b) -> b.trained() - a.trained()), confidence));
    outcome.measured(Figures.mean("loss saved", best((a, b) -> a.loss() - b.loss()), confidence));
    outcome.measured(
        Figures.mean("accuracy gained", best((a, b) -> b.accuracy() - a.accuracy()), confidence));
    outcome.table(means());
    outcome.table(table());
    outcome.chart(chart());
    outcome.note(
        "Variance is the mean square over batch and coordinates. Growth is that of the DAG's last"
            + " node over its first, ln, 0 where it is kept: e^0.7 is a doubling.");
    outcome.note(
        "Nodes add after the rectifier. Rectified values are never negative, so that summands of"
            + " independent weights still agree: with in-degree, d layers of equal size add up to"
            + " 1 + (d − 1)/π of it, with He to d times that, and a skip adds what it carries, unscaled."
            + " In-degree keeps the sum of the squares, not what the summands have in common.");
    outcome.note(
        "Each initialisation has its own best rate, chosen by the same held-out examples that tell"
            + " its loss: both look a little better than they are, and alike.");
  }

  private static double[] each(List<InitialisedDag> dags, ToDoubleFunction<InitialisedDag> number) {
    return dags.stream().mapToDouble(number).toArray();
  }

  /** A number of He's and of in-degree's. */
  @FunctionalInterface
  private interface Difference<T> {
    double of(T he, T inDegree);
  }

  private double[] pairs(Difference<InitialisedDag> difference) {
    return IntStream.range(0, codes.size())
        .mapToDouble(n -> difference.of(he.get(n), inDegree.get(n)))
        .toArray();
  }

  /** For the DAGs that trained with both. */
  private double[] best(Difference<InitialisedDag.Best> difference) {
    return IntStream.range(0, codes.size())
        .filter(n -> he.get(n).best().isPresent() && inDegree.get(n).best().isPresent())
        .mapToDouble(
            n ->
                difference.of(he.get(n).best().orElseThrow(), inDegree.get(n).best().orElseThrow()))
        .toArray();
  }

  private PageTable means() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("he", he));
    rows.add(row("in-degree", inDegree));
    return new PageTable(
        "Means over DAGs",
        List.of(
            "start",
            ">variance growth",
            ">interval",
            ">share of runs trained",
            ">interval",
            ">best loss",
            ">interval",
            ">accuracy there",
            ">interval"),
        rows);
  }

  private List<String> row(String init, List<InitialisedDag> dags) {
    List<InitialisedDag.Best> best = dags.stream().flatMap(dag -> dag.best().stream()).toList();
    List<String> row = new ArrayList<>();
    row.add(init);
    row.addAll(Figures.cells(each(dags, InitialisedDag::growth), confidence));
    row.addAll(Figures.cells(each(dags, InitialisedDag::trained), confidence));
    row.addAll(
        Figures.cells(best.stream().mapToDouble(InitialisedDag.Best::loss).toArray(), confidence));
    row.addAll(
        Figures.cells(
            best.stream().mapToDouble(InitialisedDag.Best::accuracy).toArray(), confidence));
    return row;
  }

  private PageTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (int n = 0; n < codes.size(); n++) {
      List<String> row = new ArrayList<>();
      row.add("`" + codes.get(n) + "`");
      for (InitialisedDag dag : List.of(he.get(n), inDegree.get(n))) {
        row.add(Numbers.value(dag.growth()));
        row.add(Numbers.value(dag.trained()));
        row.add(dag.best().map(b -> Numbers.value(b.rate())).orElse("–"));
        row.add(dag.best().map(b -> Numbers.value(b.loss())).orElse("–"));
        row.add(dag.best().map(b -> Numbers.value(b.accuracy())).orElse("–"));
      }
      rows.add(row);
    }
    List<String> columns = List.of("growth", "trained", "best rate", "loss", "accuracy");
    List<String> header = new ArrayList<>();
    header.add("DAG");
    Stream.of("he", "in-degree")
        .forEach(init -> columns.forEach(column -> header.add(">" + init + ": " + column)));
    return new PageTable("Every DAG", header, rows);
  }

  private Chart chart() {
    List<Series> series = new ArrayList<>();
    int group = 0;
    for (List<InitialisedDag> dags : List.of(he, inDegree)) {
      series.add(
          new Series.Points(
              group == 0 ? "he" : "in-degree",
              Role.MEASURED,
              group,
              dags.stream()
                  .flatMap(
                      dag ->
                          dag.best().stream().map(b -> new Series.Position(dag.growth(), b.loss())))
                  .toList(),
              List.of()));
      group++;
    }
    return new Chart(
        name,
        Axis.linear("ln of variance growth before training"),
        Axis.log("held-out loss at the best rate"),
        Chart.Colours.KINDS,
        series,
        List.of("one point for each DAG"));
  }
}
