package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.etalon.document.Value;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgeRequest;
import org.etalon.lab.judge.JudgedLaw;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.study.Entries;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;

/**
 * Zero-shot transfer: the first network alone is tuned, every law predicts the rates of the others,
 * these are trained at the predictions and at their own optimum with seeds that the sweeps did not
 * use, and the scores are compared.
 *
 * <p>It measures {@code log error of LAW} and {@code regret of LAW} at the last network, for every
 * law in every reading of depth.
 */
public final class TransferExperiment implements Experiment {
  private static final String LAWS = "laws";
  private static final String SEEDS = "judged-seeds";
  private static final int MOST = 10_000;

  @Override
  public String id() {
    return "transfer";
  }

  @Override
  public List<String> keys() {
    return List.of(LAWS, SEEDS);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Entries own = new Entries("", Keys.only(keys, LAWS, SEEDS), keys());
    List<JudgedLaw> laws = laws(own);
    Study study = bench.study(name, Keys.without(keys, LAWS, SEEDS));
    Sweep sweep = bench.sweep(study);
    Outcome.Builder outcome = new Outcome.Builder().setting(study).study(name, bench);
    outcome.setting("tuned", study.sizes().get(0).label() + " alone; the others are targets");
    outcome.table(OptimaTable.of("Own optima", sweep, List.of()));
    if (sweep.sizes().get(0).optimum().isEmpty()) {
      laws.forEach(law -> none(law, "the base has no optimum", outcome));
      return outcome.build();
    }
    JudgeRequest request =
        JudgeRequest.of(sweep, bench::network, bench.probe(study.training())).withLaws(laws);
    if (own.has(SEEDS)) {
      request = request.withSeeds(OptionalInt.of((int) own.whole(SEEDS, 1, MOST).orElseThrow()));
    }
    Judge judge = Judge.of(request);
    String judged = Judge.studyName(name);
    judge.train(bench.store(), bench.runner(), bench.workers(), bench.listener(judged));
    Judgement judgement = judge.read(bench.store());
    outcome.study(judged, bench);
    outcome.table(table(judgement));
    farthest(judgement, outcome);
    for (Judgement.Target target : judgement.targets()) {
      outcome.note(target.verdict());
    }
    judgement.notes().forEach(outcome::note);
    return outcome.build();
  }

  private static List<JudgedLaw> laws(Entries own) {
    if (!own.has(LAWS)) {
      return JudgedLaw.all();
    }
    List<String> ids = new ArrayList<>();
    for (Value one : own.list(LAWS, own.find(LAWS).orElseThrow(), MOST)) {
      ids.add(own.scalar(LAWS, one));
    }
    return JudgedLaw.of(ids);
  }

  // --- numbers -----------------------------------------------------------------------------------

  private static void farthest(Judgement judgement, Outcome.Builder outcome) {
    Judgement.Target last = judgement.targets().get(judgement.targets().size() - 1);
    for (Prediction one : last.laws()) {
      String why = one.regret() instanceof Regret.Unknown unknown ? unknown.why() : "";
      outcome.measured(
          new Measured(
              "log error of " + one.label(),
              one.logError(),
              one.logErrorInterval(),
              one.logError().isPresent() && one.logErrorInterval().isEmpty()
                  ? "an optimum without interval"
                  : one.logError().isPresent() || !why.isEmpty()
                      ? why
                      : "no single rate to compare: it differs from tensor to tensor"));
      outcome.measured(regret("regret of " + one.label(), one, judgement.confidence()));
    }
  }

  private static Measured regret(String quantity, Prediction one, double confidence) {
    if (one.regret() instanceof Regret.Measured cost) {
      return Measured.of(quantity, cost.score(), cost.interval())
          .with(cost.interval().isEmpty() ? "fewer than three seeds" : "");
    }
    if (one.regret() instanceof Regret.Diverges diverged) {
      double most = Double.POSITIVE_INFINITY;
      return Measured.of(quantity, most, Optional.of(new Interval(most, most, confidence)))
          .with("training diverged for " + diverged.diverged() + " of " + diverged.seeds());
    }
    return Measured.none(quantity, ((Regret.Unknown) one.regret()).why());
  }

  private static void none(JudgedLaw law, String why, Outcome.Builder outcome) {
    outcome.measured(Measured.none("log error of " + law.label(), why));
    outcome.measured(Measured.none("regret of " + law.label(), why));
  }

  // --- table -------------------------------------------------------------------------------------

  private static PageTable table(Judgement judgement) {
    List<List<String>> rows = new ArrayList<>();
    for (Judgement.Target target : judgement.targets()) {
      String own = target.optimum().map(o -> Numbers.value(o.learningRate())).orElse("–");
      for (Prediction one : target.laws()) {
        Measured cost = regret("", one, judgement.confidence());
        rows.add(
            List.of(
                target.size().label(),
                one.label(),
                one.learningRate().isPresent()
                    ? Numbers.value(one.learningRate())
                    : one.regret() instanceof Regret.Unknown ? "–" : "by tensor",
                own,
                Numbers.value(one.logError()),
                Numbers.ends(one.logErrorInterval()),
                Numbers.value(cost.value()),
                finite(cost.value()) ? Numbers.ends(cost.interval()) : "–",
                cost.note()));
      }
    }
    return new PageTable(
        "What predictions cost, in " + judgement.score(),
        List.of(
            "target",
            "law",
            ">predicted",
            ">own optimum",
            ">log error",
            ">interval",
            ">regret",
            ">interval",
            "remarks"),
        rows);
  }

  private static boolean finite(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble());
  }
}
