package org.etalon.lab.reproduce.architectures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.search.FixedRuns;
import org.etalon.lab.search.Run;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;

/**
 * Every network of a study trained at one rate, with every seed. The trials are those of a study of
 * their own, so that they are kept, shared and resumed like any others.
 */
final class FixedRates {
  private FixedRates() {}

  /** The study under which the trials are kept. */
  static String name(Study study) {
    return study.name() + "/fixed-rates";
  }

  /**
   * Trains what the store lacks.
   *
   * @param study says how, and with which seeds; its grid is not run
   * @param rate of each network
   * @return the trials of each network, in the order of the study's seeds
   */
  static Map<String, List<Store.ScoredTrial>> run(
      Study study, ToDoubleFunction<Size> rate, Bench bench) throws InterruptedException {
    String name = name(study);
    bench.store().keepStudy(name, "{\"fixed-rates-of\": " + StudyWriter.write(study) + "}");
    Map<String, Double> rates = new LinkedHashMap<>();
    study.sizes().forEach(size -> rates.put(size.label(), rate.applyAsDouble(size)));
    List<SizeSearch> searches =
        study.sizes().stream()
            .map(size -> search(study, size, rates.getOrDefault(size.label(), 0.0)))
            .toList();
    var unused =
        new StudyRun(
                name,
                searches,
                bench.store(),
                bench.runner(),
                bench.workers(),
                bench.listener(name))
            .run();
    List<Long> seeds = study.search().seeds();
    return bench.store().scores(name).stream()
        .filter(trial -> rates.getOrDefault(trial.size(), 0.0) == trial.learningRate())
        .sorted(java.util.Comparator.comparingInt(trial -> seeds.indexOf(trial.seed())))
        .collect(Collectors.groupingBy(Store.ScoredTrial::size));
  }

  private static SizeSearch search(Study study, Size size, double rate) {
    List<Run> runs =
        study.search().seeds().stream()
            .map(seed -> new Run(rate, seed, OptionalDouble.empty()))
            .toList();
    return new SizeSearch(
        size.label(),
        new FixedRuns(runs),
        run ->
            study
                .training()
                .trial(size, run.learningRate(), run.seed(), run.abandonAbove(), study.score()),
        study.score());
  }
}
