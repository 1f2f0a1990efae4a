package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.sweep.LawTournament;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.Laws;

/**
 * What one law predicts for every size from the base's optimum alone.
 *
 * @param name the law's, with the measure where it is not the law's own
 * @param base label of the size that was tuned
 * @param rates learning rate by the label of the size, the base's own included; sizes for which the
 *     law says none are missing
 */
record LawLine(String name, String base, Map<String, Double> rates) {
  private static final double EXPONENT = Laws.DEPTH_EXPONENT;

  LawLine {
    rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
  }

  OptionalDouble rate(String size) {
    Double rate = rates.get(size);
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /**
   * The judged laws' predictions; without a judgement those of the laws that need nothing but
   * depths, from the first size with a reliable optimum.
   */
  static List<LawLine> all(Sweep sweep, Optional<Judgement> judgement) {
    return judgement.map(LawLine::judged).orElseGet(() -> byDepth(sweep));
  }

  private static List<LawLine> judged(Judgement judgement) {
    String base = judgement.base().label();
    Map<String, Map<String, Double>> byLaw = new LinkedHashMap<>();
    for (Judgement.Target target : judgement.targets()) {
      for (Judgement.Prediction prediction : target.laws()) {
        if (prediction.learningRate().isPresent()) {
          byLaw
              .computeIfAbsent(prediction.label(), law -> start(base, judgement.baseOptimum()))
              .put(target.size().label(), prediction.learningRate().getAsDouble());
        }
      }
    }
    List<LawLine> lines = new ArrayList<>();
    byLaw.forEach((law, rates) -> add(lines, law, rates));
    return lines.stream().map(line -> new LawLine(line.name, base, line.rates)).toList();
  }

  private static List<LawLine> byDepth(Sweep sweep) {
    Optional<SizeRuns> base =
        sweep.sizes().stream()
            .filter(size -> size.optimum().map(Optimum::isReliable).orElse(false))
            .findFirst();
    if (base.isEmpty()) {
      return List.of();
    }
    List<LawLine> lines = new ArrayList<>();
    List<DepthMeasure> measures = sweep.measures();
    if (measures.contains(DepthMeasure.UPDATE_UNITS)) {
      add(lines, "am-mup", line(sweep, base.get(), Optional.of(DepthMeasure.UPDATE_UNITS)));
    }
    if (measures.contains(DepthMeasure.MINIMAL_PATH)) {
      add(
          lines,
          "am-mup (minimal-path)",
          line(sweep, base.get(), Optional.of(DepthMeasure.MINIMAL_PATH)));
    }
    if (measures.contains(DepthMeasure.PATH_SUM)) {
      add(lines, "path-sum", line(sweep, base.get(), Optional.of(DepthMeasure.PATH_SUM)));
    }
    if (measures.isEmpty()
        && sweep.hasValues()
        && sweep.varied().isPresent()
        && LawTournament.mayBeDepth(sweep)) {
      add(
          lines,
          "exponent −3/2 in " + sweep.varied().get(),
          line(sweep, base.get(), Optional.empty()));
    }
    Map<String, Double> same = new LinkedHashMap<>();
    sweep
        .sizes()
        .forEach(
            size ->
                same.put(size.size().label(), base.get().optimum().orElseThrow().learningRate()));
    add(lines, "constant", same);
    String label = base.get().size().label();
    return lines.stream().map(line -> new LawLine(line.name, label, line.rates)).toList();
  }

  /** Laws that agree on all sizes make one line; of two readings of one law the first is named. */
  private static void add(List<LawLine> lines, String name, Map<String, Double> rates) {
    for (int i = 0; i < lines.size(); i++) {
      LawLine line = lines.get(i);
      if (line.agrees(rates)) {
        boolean named = List.of(line.name.split(" = ", -1)).contains(name.split(" \\(", -1)[0]);
        lines.set(i, named ? line : new LawLine(line.name + " = " + name, "", line.rates));
        return;
      }
    }
    lines.add(new LawLine(name, "", rates));
  }

  private boolean agrees(Map<String, Double> others) {
    return rates.keySet().equals(others.keySet())
        && rates.entrySet().stream()
            .allMatch(
                entry ->
                    Math.abs(Math.log(entry.getValue() / others.getOrDefault(entry.getKey(), 0.0)))
                        < 1e-9);
  }

  private static Map<String, Double> line(
      Sweep sweep, SizeRuns base, Optional<DepthMeasure> measure) {
    double from = base.position(measure).orElseThrow();
    double tuned = base.optimum().orElseThrow().learningRate();
    Map<String, Double> rates = new LinkedHashMap<>();
    for (SizeRuns size : sweep.sizes()) {
      OptionalDouble to = size.position(measure);
      if (to.isPresent()) {
        rates.put(size.size().label(), tuned * Math.pow(from / to.getAsDouble(), EXPONENT));
      }
    }
    return rates;
  }

  private static Map<String, Double> start(String base, Optimum optimum) {
    Map<String, Double> rates = new LinkedHashMap<>();
    rates.put(base, optimum.learningRate());
    return rates;
  }
}
