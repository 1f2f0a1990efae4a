package org.etalon.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.Laws;

/** What the demo has shown, in three sentences. */
final class DemoVerdict {
  private static final double CLAIMED = -Laws.DEPTH_EXPONENT;

  private DemoVerdict() {}

  /** The sentences, each on a line of its own. */
  static String of(Sweep sweep, Judgement judgement) {
    Judgement.Target last = judgement.targets().get(judgement.targets().size() - 1);
    return carried(judgement, last) + "\n" + kept(last) + "\n" + exponent(sweep) + "\n";
  }

  private static String carried(Judgement judgement, Judgement.Target target) {
    Prediction law = prediction(target, "am-mup");
    return "Tuned at "
        + judgement.base().label()
        + " alone (η* "
        + TextNumbers.number(judgement.baseOptimum().learningRate())
        + "), am-mup predicts "
        + TextNumbers.number(law.learningRate())
        + " for "
        + target.size().label()
        + ", whose own sweep finds "
        + target.optimum().map(DemoVerdict::rate).orElse("no rate at which all runs finish")
        + "; trained there, the prediction "
        + cost(law.regret())
        + ".";
  }

  private static String kept(Judgement.Target target) {
    Prediction constant = prediction(target, "constant");
    return "Keeping the small network's rate of "
        + TextNumbers.number(constant.learningRate())
        + " instead "
        + cost(constant.regret())
        + ".";
  }

  private static Prediction prediction(Judgement.Target target, String law) {
    return target.laws().stream()
        .filter(one -> one.law().equals(law) && one.measure().isEmpty())
        .findFirst()
        .or(() -> target.laws().stream().filter(one -> one.law().equals(law)).findFirst())
        .orElseThrow();
  }

  private static String rate(Optimum optimum) {
    return TextNumbers.number(optimum.learningRate())
        + optimum
            .interval()
            .map(
                i ->
                    " ("
                        + TextNumbers.number(i.low())
                        + " to "
                        + TextNumbers.number(i.high())
                        + ")")
            .orElse("");
  }

  private static String cost(Regret regret) {
    if (regret instanceof Regret.Measured measured) {
      return String.format(Locale.ROOT, "costs %+.3f of mean training loss", measured.score())
          + measured
              .interval()
              .map(i -> String.format(Locale.ROOT, " (%+.3f to %+.3f)", i.low(), i.high()))
              .orElse("");
    }
    if (regret instanceof Regret.Diverges diverges) {
      return "diverges with " + diverges.diverged() + " of " + diverges.seeds() + " seeds";
    }
    return "could not be judged: " + ((Regret.Unknown) regret).why();
  }

  /** Over update units, in which the law was published. */
  private static String exponent(Sweep sweep) {
    OptimaOverSizes optima = sweep.optima(Optional.of(DepthMeasure.UPDATE_UNITS));
    int sizes = optima.points().size();
    if (sizes < 3) {
      return "Of "
          + sweep.sizes().size()
          + " depths "
          + sizes
          + " have an optimum inside the rates tried, too few for an exponent with an interval.";
    }
    PowerLawFit fit = optima.fit();
    Interval interval = fit.exponentInterval(sweep.confidence()).orElseThrow();
    boolean contradicted = CLAIMED < interval.low() || CLAIMED > interval.high();
    return String.format(
        Locale.ROOT,
        "Over %d depths, in update units, the optimum goes as depth^%.2f (%.0f %% interval %.2f to %.2f),"
            + " which %s the published -1.5%s.",
        sizes,
        fit.exponent(),
        100 * sweep.confidence(),
        interval.low(),
        interval.high(),
        contradicted ? "contradicts" : "does not contradict",
        leftOut(optima.leftOut()));
  }

  private static String leftOut(List<Double> sizes) {
    return sizes.isEmpty()
        ? ""
        : "; left out, as their optimum is not certain: "
            + String.join(", ", sizes.stream().map(TextNumbers::number).toList());
  }
}
