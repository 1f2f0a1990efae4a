package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.Keys;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.study.Entries;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;

/**
 * How far the order of a search space's networks depends on how they are trained: cells drawn by a
 * seed, trained four ways with the same seeds: (a) one rate and PyTorch's start, as benchmarks do;
 * (b) the same rate, the part's start (in-degree); (c) that start, and the rate that the law of
 * [C24] carries from a base cell, whose optimum is searched first; (d) that start, and the base's
 * optimum for all, the control that tells a rate for each cell from a better rate for all.
 *
 * <p>It measures {@code Kendall}, τ_b between the rankings of (a) and (c), and of (a) and (b),
 * {@code Kendall, initialisation alone}; {@code reordering}, what these two differ by beyond what
 * seeds do ({@link org.etalon.lab.correlation.Reordering}); {@code accuracy gain} of (c) over (a),
 * its parts {@code by initialisation} and {@code by rate}, and what (c) gains over (d), {@code
 * accuracy gain over the base's rate for all}.
 */
public final class RerankingExperiment implements Experiment {
  private static final String RATE = "fixed-rate";

  @Override
  public String id() {
    return "re-ranking";
  }

  @Override
  public List<String> keys() {
    return List.of(Sample.CODES, Sample.BASE, RATE);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Sample sample = Sample.of(keys);
    Entries own = new Entries("", Keys.only(keys, RATE, Sample.BASE), keys());
    double fixed = own.real(RATE, own.require(RATE, "fixed-rate: 0.1"), 1e-12, 1e12);
    String base = own.scalar(Sample.BASE, own.require(Sample.BASE, "base: 0_00_100"));
    Value.Mapping plain = Keys.without(keys, RATE);

    Study search = bench.study(name + " base", sample.study(plain, List.of(base)));
    if (!search.score().needsEvaluation()) {
      throw new InputException(
          name, "ranks by accuracy on held-out examples", "write score: validation-loss");
    }
    Sweep sweep = bench.sweep(search);
    Size from = sweep.sizes().get(0).size();
    Optional<Optimum> optimum = sweep.sizes().get(0).optimum();
    Value.Mapping cells = sample.study(plain, sample.codes());
    Study aware = bench.study(name + " aware", cells);
    Outcome.Builder outcome =
        new Outcome.Builder()
            .setting(aware, sample.words())
            .setting("default", "rate " + Numbers.value(fixed) + ", start pytorch")
            .setting("base", "`" + base + "`, whose rate is searched over the rates above")
            .study(search.name(), bench);
    if (optimum.isEmpty()) {
      RerankingReport.nothing("the base has no optimum: at every rate a run diverged")
          .forEach(outcome::measured);
      return outcome.build();
    }
    Study initialised = bench.study(name + " initialised", cells);
    Study control = bench.study(name + " base-rate", cells);
    Study standard = bench.study(name + " default", with(cells, "pytorch", "as-init"));
    ToDoubleFunction<Size> one = size -> fixed;
    ToDoubleFunction<Size> carried =
        size -> PathCount.CELL.carry(optimum.get().learningRate(), from, size);
    ToDoubleFunction<Size> bases = size -> optimum.get().learningRate();
    String start = "start " + aware.training().start().init();
    List<TrainedWay> ways = new ArrayList<>();
    ways.add(way("one rate, PyTorch's start", standard, one, bench, outcome));
    ways.add(way("one rate, " + start, initialised, one, bench, outcome));
    ways.add(way("path-sum rate, " + start, aware, carried, bench, outcome));
    ways.add(way("the base's rate for all, " + start, control, bases, bench, outcome));
    new RerankingReport(
            name,
            sample.codes(),
            aware.sizes().stream().map(carried::applyAsDouble).toList(),
            optimum.get(),
            ways,
            search.search().confidence())
        .add(outcome);
    return outcome.build();
  }

  private static Value.Mapping with(Value.Mapping keys, String init, String readout) {
    return Keys.with(keys, Map.of("init", Sample.text(init), "readout", Sample.text(readout)));
  }

  private static TrainedWay way(
      String words, Study study, ToDoubleFunction<Size> rate, Bench bench, Outcome.Builder outcome)
      throws InterruptedException {
    var trials = FixedRates.run(study, rate, bench);
    outcome.study(FixedRates.name(study), bench);
    double guessing = Math.exp(-ScoreCurve.guessing(bench.network(study.sizes().get(0).model())));
    return TrainedWay.of(words, study, trials, guessing);
  }
}
