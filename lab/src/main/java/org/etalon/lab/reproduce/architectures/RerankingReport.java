package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etalon.lab.correlation.Reordering;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.PageTable;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * Numbers, tables and the chart of {@link RerankingExperiment}.
 *
 * @param name of the part, for the chart
 * @param codes of the cells
 * @param carried the rate that the law gives each
 * @param base optimum of the base cell
 * @param ways default; the start alone; start and rate; start and the base's rate
 * @param confidence of all intervals
 */
record RerankingReport(
    String name,
    List<String> codes,
    List<Double> carried,
    Optimum base,
    List<TrainedWay> ways,
    double confidence) {
  private static final int NAMED = 3;
  private static final List<String> QUANTITIES =
      List.of(
          "Kendall",
          "Kendall, initialisation alone",
          "reordering",
          "accuracy gain",
          "accuracy gain by initialisation",
          "accuracy gain by rate",
          "accuracy gain over the base's rate for all");

  /** Every number, missing for one reason. */
  static List<Measured> nothing(String why) {
    return QUANTITIES.stream().map(quantity -> Measured.none(quantity, why)).toList();
  }

  private TrainedWay standard() {
    return ways.get(0);
  }

  private TrainedWay initialised() {
    return ways.get(1);
  }

  private TrainedWay aware() {
    return ways.get(2);
  }

  private TrainedWay control() {
    return ways.get(3);
  }

  void add(Outcome.Builder outcome) {
    outcome.measured(Figures.correlation("Kendall", standard().kendall(aware(), confidence)));
    outcome.measured(
        Figures.correlation(
            "Kendall, initialisation alone", standard().kendall(initialised(), confidence)));
    outcome.measured(reordering());
    outcome.measured(gain("accuracy gain", aware(), standard()));
    outcome.measured(gain("accuracy gain by initialisation", initialised(), standard()));
    outcome.measured(gain("accuracy gain by rate", aware(), initialised()));
    outcome.measured(gain("accuracy gain over the base's rate for all", aware(), control()));
    outcome.table(waysTable());
    outcome.table(cellsTable());
    outcome.chart(chart());
    notes().forEach(outcome::note);
  }

  private Measured gain(String quantity, TrainedWay way, TrainedWay over) {
    return Figures.mean(quantity, way.gainOver(over), confidence);
  }

  private Measured reordering() {
    if (standard().seeds() < 2) {
      return Measured.none("reordering", "one seed does not tell chance from anything");
    }
    Optional<Estimate> estimate = Reordering.of(standard().halves(), aware().halves());
    return estimate
        .map(found -> Figures.of("reordering", found, confidence))
        .orElseGet(
            () ->
                Measured.none(
                    "reordering",
                    "too few cells, or the halves of the seeds do not agree on any order"));
  }

  private PageTable waysTable() {
    List<List<String>> rows = new ArrayList<>();
    for (TrainedWay way : ways) {
      List<String> row = new ArrayList<>();
      row.add(way.words());
      row.addAll(Figures.cells(way.means(), confidence));
      row.add(Numbers.value(way.kendallBetweenHalves(confidence)));
      row.add(Long.toString(way.diverged()));
      rows.add(row);
    }
    return new PageTable(
        "Ways of training",
        List.of(
            "way",
            ">mean accuracy",
            ">interval over cells",
            ">τ between halves of its seeds",
            ">runs diverged"),
        rows);
  }

  /** Ranks, 1 for the best; equal ones share theirs. */
  private static double[] ranks(TrainedWay way) {
    double[] worst = Arrays.stream(way.means()).map(accuracy -> -accuracy).toArray();
    return new NaturalRanking(TiesStrategy.AVERAGE).rank(worst);
  }

  /** Positions of cells, those first that rise most from the default to the aware ranking. */
  private List<Integer> byRise() {
    double[] before = ranks(standard());
    double[] after = ranks(aware());
    return IntStream.range(0, codes.size())
        .boxed()
        .sorted(Comparator.comparingDouble(n -> after[n] - before[n]))
        .toList();
  }

  private PageTable cellsTable() {
    double[] before = ranks(standard());
    double[] after = ranks(aware());
    List<List<String>> rows = new ArrayList<>();
    for (int n : byRise()) {
      rows.add(
          List.of(
              "`" + codes.get(n) + "`",
              Numbers.value(carried.get(n)),
              Numbers.value(standard().means()[n]),
              Numbers.value(initialised().means()[n]),
              Numbers.value(aware().means()[n]),
              Numbers.value(before[n]),
              Numbers.value(after[n]),
              Numbers.value(before[n] - after[n])));
    }
    return new PageTable(
        "Every cell, those that rise most first",
        List.of(
            "cell",
            ">path-sum rate",
            ">accuracy, default",
            ">start alone",
            ">start and rate",
            ">rank, default",
            ">rank, start and rate",
            ">rises by"),
        rows);
  }

  private Chart chart() {
    double[] before = standard().means();
    double[] after = aware().means();
    List<Series.Position> points =
        IntStream.range(0, before.length)
            .mapToObj(n -> new Series.Position(before[n], after[n]))
            .toList();
    List<Series.Position> equal =
        Stream.of(Arrays.stream(before).min(), Arrays.stream(before).max())
            .map(end -> new Series.Position(end.orElse(0), end.orElse(0)))
            .toList();
    return new Chart(
        name,
        Axis.linear("accuracy, one rate and PyTorch's start"),
        Axis.linear("accuracy, path-sum rate and in-degree start"),
        Chart.Colours.KINDS,
        List.of(
            new Series.Line("equal", Role.REFERENCE, 1, equal),
            new Series.Points("cells", Role.MEASURED, 0, points, List.of())),
        List.of("means over " + standard().seeds() + " seeds"));
  }

  private List<String> notes() {
    String risen =
        byRise().stream()
            .limit(NAMED)
            .map(n -> "`" + codes.get(n) + "`")
            .collect(Collectors.joining(", "));
    return List.of(
        "The base's optimum is "
            + Numbers.value(base.learningRate())
            + " ("
            + Numbers.ends(base.interval())
            + ")"
            + (base.isReliable() ? "." : "; it does not lie well inside what was tried."),
        "These cells rise most: " + risen + ".",
        "Reordering: τ between the rankings of one way by half of the seeds each (geometric mean of"
            + " both ways) less τ between rankings of the two ways by different halves. Above 0,"
            + " the way of training changes the order by more than seeds do.");
  }
}
