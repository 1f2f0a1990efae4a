package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.Value;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.study.Entries;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.Laws;

/**
 * How the optimal learning rate goes with depth: one study over depths, and the exponent of a power
 * law through the reliable optima, for each measure of depth.
 *
 * <p>It measures {@code exponent} over the first measure and {@code exponent over ID} over each
 * other one.
 */
public final class ExponentExperiment implements Experiment {
  private static final String AGAINST = "against";
  private static final double LAW = -Laws.DEPTH_EXPONENT;

  @Override
  public String id() {
    return "exponent";
  }

  @Override
  public List<String> keys() {
    return List.of(AGAINST);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    List<DepthMeasure> measures = measures(keys);
    Study study = bench.study(name, Keys.without(keys, AGAINST));
    Sweep sweep = bench.sweep(study);
    Outcome.Builder outcome = new Outcome.Builder().setting(study).study(name, bench);
    Map<DepthMeasure, Optional<PowerLawFit>> fits = new LinkedHashMap<>();
    for (DepthMeasure measure : measures) {
      String quantity = fits.isEmpty() ? "exponent" : "exponent over " + measure.id();
      OptimaOverSizes optima = sweep.optima(Optional.of(measure));
      Optional<PowerLawFit> fit = optima.fitIfAny();
      fits.put(measure, fit);
      outcome.measured(Fits.exponent(quantity, fit, sweep.confidence()));
      if (fits.size() == 1) {
        Fits.notes(optima, fit, measure.id(), sweep.confidence()).forEach(outcome::note);
      }
    }
    outcome.table(OptimaTable.of("Optimal rates", sweep, measures));
    chart(name, sweep, measures.get(0), fits).ifPresent(outcome::chart);
    return outcome.build();
  }

  private static Optional<org.etalon.lab.plot.Chart> chart(
      String name,
      Sweep sweep,
      DepthMeasure measure,
      Map<DepthMeasure, Optional<PowerLawFit>> fits) {
    Optional<PowerLawFit> fit = fits.getOrDefault(measure, Optional.empty());
    OptimaChart chart =
        new OptimaChart(name, measure.id()).add("η*", sweep, Optional.of(measure), fit);
    fit.ifPresent(f -> chart.reference("slope −3/2", LAW, f));
    return chart.chart(
        "bars: intervals at " + Numbers.value(100 * sweep.confidence()) + " % over seeds");
  }

  private static List<DepthMeasure> measures(Value.Mapping keys) {
    Entries entries = new Entries("", Keys.only(keys, AGAINST), List.of(AGAINST));
    List<DepthMeasure> measures = new ArrayList<>();
    Optional<Value> given = entries.find(AGAINST);
    if (given.isEmpty()) {
      return List.of(DepthMeasure.UPDATE_UNITS);
    }
    for (Value one : entries.list(AGAINST, given.get(), DepthMeasure.values().length)) {
      measures.add(DepthMeasure.byId(entries.scalar(AGAINST, one)));
    }
    return measures;
  }
}
