package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Training;
import org.etalon.lab.sweep.CaveatWords;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** What was trained and found, in plain words. */
final class Summary {
  private final Report report;
  private final Sweep sweep;

  Summary(Report report) {
    this.report = report;
    this.sweep = report.sweep();
  }

  /** What was trained. */
  String trained() {
    List<SizeRuns> sizes = sweep.sizes();
    StringBuilder text = new StringBuilder();
    text.append(Shown.count(sizes.size(), "network", "networks"));
    if (sizes.size() == 1) {
      text.append(" (").append(sizes.get(0).size().label()).append(")");
    } else if (!sizes.isEmpty()) {
      text.append(" (").append(sizes.get(0).size().label()).append(" to ");
      text.append(sizes.get(sizes.size() - 1).size().label()).append(")");
    }
    sweep.study().map(Study::training).ifPresent(training -> text.append(how(training)));
    long rates =
        sizes.stream()
            .flatMap(s -> s.observations().stream())
            .mapToDouble(Observation::learningRate)
            .distinct()
            .count();
    long seeds =
        sizes.stream()
            .flatMap(s -> s.observations().stream())
            .mapToLong(Observation::seed)
            .distinct()
            .count();
    text.append(". ").append(Shown.count(runs(), "run", "runs")).append(" at ");
    text.append(Shown.count(rates, "learning rate", "learning rates")).append(" with up to ");
    text.append(Shown.count(seeds, "seed", "seeds")).append(" each");
    List<String> lost = new ArrayList<>();
    long diverged = count(Observation.Ending.DIVERGED);
    long abandoned = count(Observation.Ending.ABANDONED);
    if (diverged > 0) {
      lost.add(diverged + " diverged");
    }
    if (abandoned > 0) {
      lost.add(abandoned + " were given up as hopeless");
    }
    if (sweep.unfinished() > 0) {
      lost.add(sweep.unfinished() + " are not finished yet");
    }
    text.append(lost.isEmpty() ? "." : ", of which " + Shown.list(lost) + ".");
    return text.toString();
  }

  private static String how(Training training) {
    return ", trained on "
        + training.data()
        + " with "
        + training.optimizer()
        + ", batch "
        + training.batch()
        + ", "
        + Shown.count(training.steps(), "step", "steps");
  }

  long runs() {
    return sweep.sizes().stream().mapToLong(size -> size.observations().size()).sum();
  }

  long count(Observation.Ending ending) {
    return sweep.sizes().stream()
        .flatMap(size -> size.observations().stream())
        .filter(o -> o.ending() == ending)
        .count();
  }

  /** How the optimum moved from the first to the last size that has one. */
  String moved() {
    List<SizeRuns> with =
        sweep.sizes().stream().filter(size -> size.optimum().isPresent()).toList();
    if (with.isEmpty()) {
      return "No optimal learning rate was found: at no learning rate every seed finished.";
    }
    String first = optimum(with.get(0));
    if (with.size() == 1) {
      return "The optimal learning rate is " + first + ".";
    }
    return "The optimal learning rate is "
        + first
        + " and "
        + optimum(with.get(with.size() - 1))
        + ".";
  }

  private static String optimum(SizeRuns size) {
    Optimum optimum = size.optimum().orElseThrow();
    String interval =
        optimum
            .interval()
            .map(i -> " (" + Shown.percent(i.confidence()) + " interval " + Shown.range(i) + ")")
            .orElse(
                optimum.caveats().isEmpty()
                    ? ""
                    : " (" + String.join("; ", CaveatWords.of(optimum)) + ")");
    return Shown.number(optimum.learningRate()) + " for " + size.size().label() + interval;
  }

  /** What the fit over the measure that counts most says; empty for one size. */
  Optional<String> exponent() {
    return report.fits().stream()
        .findFirst()
        .map(fit -> Exponents.sentence(fit, sweep.confidence()))
        .filter(text -> sweep.sizes().size() > 1);
  }

  /** The judgement's verdicts, one for each target. */
  List<String> verdicts() {
    return report.judgement().stream()
        .flatMap(judgement -> judgement.targets().stream())
        .map(Judgement.Target::verdict)
        .toList();
  }
}
