package org.etalon.lab.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.Value;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * How the optimal learning rate goes with width: one study in the standard parametrisation, one
 * rate for all tensors, and one in which every network is trained by muP's plan from the narrowest,
 * its rates being the narrowest's.
 *
 * <p>It measures {@code standard slope} and {@code muP slope}, exponents of η* over what varies.
 */
public final class WidthExperiment implements Experiment {
  private static final String MUP = "mup";

  @Override
  public String id() {
    return "width";
  }

  /** What the study of muP has other than the standard one's, such as its initialisation. */
  @Override
  public List<String> keys() {
    return List.of(MUP);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Value.Mapping plain = Keys.without(keys, MUP);
    Map<String, Study> studies = new LinkedHashMap<>();
    Study standard = bench.study(name + " standard", plain);
    studies.put("standard", standard);
    Value.Mapping changed =
        keys.get(MUP) instanceof Value.Mapping own ? Keys.with(plain, own.entries()) : plain;
    studies.put("muP", byPlan(bench.study(name + " mup", changed)));
    String varied = standard.varied().orElse("size");
    Outcome.Builder outcome = new Outcome.Builder().setting(standard);
    StudySetting.of(studies.get("muP")).stream()
        .filter(line -> line.name().equals("trained by") || line.name().equals("start"))
        .forEach(line -> outcome.setting("muP: " + line.name(), line.value()));
    OptimaChart chart = new OptimaChart(name, varied);
    for (Map.Entry<String, Study> one : studies.entrySet()) {
      Sweep sweep = bench.sweep(one.getValue());
      OptimaOverSizes optima = sweep.optima(Optional.empty());
      Optional<PowerLawFit> fit = optima.fitIfAny();
      String label = one.getKey();
      outcome.study(one.getValue().name(), bench);
      outcome.measured(Fits.exponent(label + " slope", fit, sweep.confidence()));
      outcome.table(OptimaTable.of("Optimal rates, " + label, sweep, List.of()));
      Fits.notes(optima, fit, varied, sweep.confidence())
          .forEach(note -> outcome.note(label + ": " + note));
      shift(sweep).ifPresent(words -> outcome.note(label + ": " + words));
      chart.add(label, sweep, Optional.empty(), fit);
    }
    chart.chart("bars: intervals over seeds").ifPresent(outcome::chart);
    return outcome.build();
  }

  /** The study with the plan; a base named by a user would not be fitted to the data. */
  private static Study byPlan(Study study) {
    Trial.Transfer plan =
        new Trial.Transfer(
            study.sizes().get(0).model(),
            "constant",
            DepthMeasure.UPDATE_UNITS.id(),
            java.util.OptionalDouble.empty(),
            MUP);
    return new Study(
        study.name(),
        study.varied(),
        study.sizes(),
        study.training().with(plan),
        study.search(),
        study.score());
  }

  /** How far the optimum moves from the first size to the last. */
  private static Optional<String> shift(Sweep sweep) {
    SizeRuns first = sweep.sizes().get(0);
    SizeRuns last = sweep.sizes().get(sweep.sizes().size() - 1);
    return first
        .optimum()
        .flatMap(
            from ->
                last.optimum()
                    .map(
                        to ->
                            "from "
                                + first.size().label()
                                + " to "
                                + last.size().label()
                                + " the optimum moves by a factor of "
                                + Numbers.value(to.learningRate() / from.learningRate())
                                + "."));
  }
}
