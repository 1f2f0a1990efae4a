package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * Whether the optimal rate of a random DAG goes by its paths: one study over a base and DAGs drawn
 * by a seed, every rate of a grid with every seed; the law of [C24] carries the base's optimum to
 * each DAG, and its own grid says what was right.
 *
 * <p>It measures, with paths counted in the cell and in the whole network: {@code Pearson} and
 * {@code Spearman} between predicted and searched rates (in logarithms), {@code slope} of the
 * searched over the predicted; and {@code regret saved} by training at the law's rate instead of
 * the base's for all, and {@code regret saved over the best one rate}, which is chosen by the same
 * runs. {@link RuleRegrets} has the definition.
 */
public final class DagRatesExperiment implements Experiment {
  @Override
  public String id() {
    return "dag-rates";
  }

  @Override
  public List<String> keys() {
    return List.of(Sample.CODES, Sample.BASE);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Sample sample = Sample.of(keys);
    String base =
        sample
            .base()
            .orElseThrow(
                () ->
                    new InputException(
                        name, "lacks 'base'", "name the code that rates are carried from"));
    Study study = bench.study(name, sample.study(keys));
    if (study.search().kind() != SearchPlan.Kind.GRID) {
      throw new InputException(
          name, "reads losses off a grid, and searches otherwise", "write search: grid");
    }
    Sweep sweep = bench.sweep(study);
    Outcome.Builder outcome =
        new Outcome.Builder()
            .setting(study, sample.words())
            .setting("base", "`" + base + "`")
            .study(name, bench);
    Optional<Optimum> optimum = sweep.size(base).optimum();
    if (optimum.isEmpty()) {
      DagRatesReport.nothing("the base has no optimum: at every rate a run diverged")
          .forEach(outcome::measured);
      return outcome.build();
    }
    List<SearchedDag> dags = dags(sweep, base, optimum.get().learningRate(), bench);
    new DagRatesReport(name, dags, optimum.get(), sweep.confidence()).add(outcome);
    return outcome.build();
  }

  private static List<SearchedDag> dags(Sweep sweep, String base, double rate, Bench bench) {
    Size from = sweep.size(base).size();
    List<SearchedDag> dags = new ArrayList<>();
    for (SizeRuns runs : sweep.sizes()) {
      Size size = runs.size();
      if (!size.label().equals(base)) {
        dags.add(
            new SearchedDag(
                size.label(),
                PathCount.CELL.depth(size),
                PathCount.CELL.carry(rate, from, size),
                PathCount.NETWORK.carry(rate, from, size),
                runs.optimum(),
                ScoreCurve.of(
                    runs.observations(), ScoreCurve.guessing(bench.network(size.model())))));
      }
    }
    return dags;
  }
}
