package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Predicted.Setting;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.search.FixedRuns;
import org.etalon.lab.search.Run;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Judges laws: each predicts every target from the base's optimum, and what the prediction costs
 * against the target's own optimum is measured.
 *
 * <p>Both are trained with the same seeds, which the sweep did not use: on the seeds that chose it,
 * the target's optimum would look better than it is. The trials are those of a study of their own,
 * {@link #studyName}, so that they are kept, shared and resumed like any others. A study that
 * trains by a plan is judged in its own learning rates; see {@link Parametrisation}.
 */
public final class Judge {
  private static final int FEWEST_SEEDS = PairedDifferences.FEWEST_SEEDS;
  private static final String OWN = "own optimum";

  private final JudgeRequest request;
  private final Sweep sweep;
  private final SizeRuns base;
  private final Optimum baseOptimum;
  private final Predictor predictor;
  private final List<Target> targets = new ArrayList<>();

  /** A target with what is predicted for it, law by law. */
  private record Target(SizeRuns runs, Map<JudgedLaw, Predicted> laws) {}

  /** The runs of one setting, and whose they are. */
  private record Listed(String label, Size size, Setting setting) {}

  private Judge(JudgeRequest request) {
    this.request = request;
    this.sweep = request.sweep();
    if (sweep.sizes().isEmpty()) {
      throw new InputException(sweep.name(), "has no runs to judge by", "sweep first");
    }
    this.base = request.base().map(sweep::size).orElse(sweep.sizes().get(0));
    this.baseOptimum =
        base.optimum()
            .orElseThrow(
                () ->
                    new InputException(
                        sweep.name() + ", " + base.size().label(),
                        "has no optimum to carry: at no learning rate have all its runs finished",
                        "finish its sweep, at lower rates if need be, or choose another base"));
    this.predictor = new Predictor(sweep, base, baseOptimum, request.networks(), request.probe());
    for (SizeRuns runs : predictor.targets()) {
      targets.add(new Target(runs, predictions(runs)));
    }
  }

  /**
   * Asks every law.
   *
   * @throws InputException if there is no base of that label, or it has no optimum
   */
  public static Judge of(JudgeRequest request) {
    return new Judge(request);
  }

  /** Laws whose plans train a target alike share the first one's, so that it is trained once. */
  private Map<JudgedLaw, Predicted> predictions(SizeRuns runs) {
    Map<JudgedLaw, Predicted> predictions = new LinkedHashMap<>();
    for (JudgedLaw law : request.laws()) {
      Predicted predicted = predictor.predict(law, runs.size());
      predictions.put(
          law,
          predictions.values().stream()
              .filter(other -> isAlike(predicted, other))
              .findFirst()
              .orElse(predicted));
    }
    return predictions;
  }

  private static boolean isAlike(Predicted one, Predicted other) {
    return one instanceof Predicted.ByPlan a
        && other instanceof Predicted.ByPlan b
        && Plans.areAlike(a.plan(), b.plan());
  }

  // --- training ----------------------------------------------------------------------------------

  /** The study under which a study's judgement keeps its trials. */
  public static String studyName(String study) {
    return study + "/judgement";
  }

  /** Its definition. */
  private static String definition(String study) {
    return "{\"judgement-of\": \""
        + new String(JsonStringEncoder.getInstance().quoteAsCharArray(study))
        + "\"}";
  }

  /**
   * What has to be trained: for each target its own optimum and every prediction, each once.
   *
   * @throws InputException if the runs were made elsewhere, so that nothing can be trained
   */
  public List<SizeSearch> searches() {
    Study study = study();
    List<SizeSearch> searches = new ArrayList<>();
    for (Listed one : listed(study)) {
      List<Run> runs =
          seeds().stream()
              .map(seed -> new Run(one.setting().rate(), seed, OptionalDouble.empty()))
              .toList();
      searches.add(
          new SizeSearch(
              one.label(),
              new FixedRuns(runs),
              run -> trial(study, one.size(), one.setting(), run.seed()),
              study.score()));
    }
    return searches;
  }

  private Study study() {
    return sweep
        .study()
        .orElseThrow(
            () ->
                new InputException(
                    sweep.name(), "was made elsewhere: nothing can be trained", "--no-training"));
  }

  private List<Listed> listed(Study study) {
    List<Listed> listed = new ArrayList<>();
    for (Target target : targets) {
      Optional<Optimum> own = target.runs.optimum();
      if (own.isEmpty()) {
        continue;
      }
      Map<Setting, String> settings = new LinkedHashMap<>();
      settings.put(new Setting(study.training(), own.get().learningRate()), OWN);
      target.laws.forEach(
          (law, predicted) ->
              predicted
                  .setting(study.training())
                  .ifPresent(s -> settings.merge(s, law.label(), (a, b) -> a + ", " + b)));
      Size size = target.runs.size();
      settings.forEach(
          (setting, names) -> listed.add(new Listed(size.label() + ": " + names, size, setting)));
    }
    return listed;
  }

  private static Trial trial(Study study, Size size, Setting setting, long seed) {
    return setting
        .training()
        .trial(size, setting.rate(), seed, OptionalDouble.empty(), study.score());
  }

  /** The least positive numbers that are no seeds of the sweep. */
  private List<Long> seeds() {
    List<Long> used = study().search().seeds();
    int count = request.seeds().orElse(Math.max(FEWEST_SEEDS, used.size()));
    return LongStream.iterate(1, seed -> seed + 1)
        .filter(seed -> !used.contains(seed))
        .limit(count)
        .boxed()
        .toList();
  }

  /**
   * Trains whatever the store lacks. Several processes may do so at once.
   *
   * @param store keeps the trials under {@link #studyName}
   * @param place where trials are run
   * @param listener who watches
   * @throws InterruptedException if interrupted; what is finished is kept
   */
  public void train(Store store, Workplace place, StudyListener listener)
      throws InterruptedException {
    List<SizeSearch> searches = searches();
    String name = studyName(study().name());
    store.keepStudy(name, definition(study().name()));
    if (!searches.isEmpty()) {
      var unused = new StudyRun(name, searches, store, place, listener).run();
    }
  }

  /**
   * The same in this process.
   *
   * @param runner what trains
   * @param workers trials at a time, at least 1
   */
  public void train(Store store, TrialRunner runner, int workers, StudyListener listener)
      throws InterruptedException {
    train(store, Workplace.here(runner, workers), listener);
  }

  // --- judging -----------------------------------------------------------------------------------

  /**
   * The judgement from what a store has; nothing is trained. Unless a number of seeds was asked
   * for, all count that were ever trained.
   */
  public Judgement read(Store store) {
    Set<Long> seeds = new TreeSet<>();
    if (sweep.study().isPresent()) {
      Study study = study();
      seeds.addAll(seeds());
      if (request.seeds().isEmpty()) {
        store.trials(studyName(study.name())).forEach(one -> seeds.add(one.trial().seed()));
        study.search().seeds().forEach(seeds::remove);
      }
    }
    return judgement(List.copyOf(seeds), store::results);
  }

  /**
   * The judgement from what was trained, and where nothing was, from the sweep itself.
   *
   * @param results by the trial's key; asked by several threads at once
   */
  public Judgement judgement(Function<String, Optional<TrialResult>> results) {
    return judgement(
        sweep.study().isPresent() ? seeds() : List.of(),
        keys -> {
          Map<String, TrialResult> found = new HashMap<>();
          keys.forEach(key -> results.apply(key).ifPresent(one -> found.put(key, one)));
          return found;
        });
  }

  private Judgement judgement(
      List<Long> seeds, Function<Collection<String>, Map<String, TrialResult>> results) {
    List<Judgement.Target> judged =
        targets.parallelStream().map(target -> judged(target, seeds, results)).toList();
    return new Judgement(
        sweep.name(),
        base.size(),
        baseOptimum,
        sweep.score(),
        sweep.confidence(),
        judged,
        JudgeNotes.of(request, baseOptimum, judged, predictor.notes()));
  }

  private Judgement.Target judged(
      Target target,
      List<Long> seeds,
      Function<Collection<String>, Map<String, TrialResult>> results) {
    Costs costs = costs(target.runs, seeds, results);
    List<Judgement.Prediction> predictions = new ArrayList<>();
    List<Verdict.Entry> entries = new ArrayList<>();
    target.laws.forEach(
        (law, predicted) -> {
          Judgement.Prediction one = prediction(target.runs, law, predicted, costs);
          predictions.add(one);
          entries.add(new Verdict.Entry(one, predicted));
        });
    return new Judgement.Target(
        target.runs.size(),
        target.runs.optimum(),
        predictions,
        Verdict.of(target.runs, entries, costs.gain()));
  }

  private Costs costs(
      SizeRuns runs,
      List<Long> seeds,
      Function<Collection<String>, Map<String, TrialResult>> results) {
    if (sweep.study().isEmpty()) {
      return Costs.readOff(runs, sweep.confidence());
    }
    Study study = sweep.study().get();
    return Costs.trained(
        runs,
        sweep.confidence(),
        study,
        seeds,
        setting -> {
          Map<String, Long> keys = new LinkedHashMap<>();
          seeds.forEach(seed -> keys.put(trial(study, runs.size(), setting, seed).key(), seed));
          Map<Long, TrialResult> bySeed = new HashMap<>();
          results
              .apply(keys.keySet())
              .forEach((key, result) -> bySeed.put(keys.getOrDefault(key, 0L), result));
          return bySeed;
        });
  }

  private Judgement.Prediction prediction(
      SizeRuns runs, JudgedLaw law, Predicted predicted, Costs costs) {
    OptionalDouble error = OptionalDouble.empty();
    Optional<Interval> interval = Optional.empty();
    if (predicted instanceof Predicted.InStudy same && runs.optimum().isPresent()) {
      Optimum own = runs.optimum().get();
      error = OptionalDouble.of(Math.log(same.rate() / own.learningRate()));
      interval = same.uncertain().flatMap(rate -> UncertainRate.of(own).map(rate::logRatio));
    }
    return new Judgement.Prediction(
        law.id(), law.measure(), predicted.oneRate(), error, interval, costs.regret(predicted));
  }
}
