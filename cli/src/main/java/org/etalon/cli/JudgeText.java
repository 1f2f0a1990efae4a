package org.etalon.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;

/** The text of {@code judge}. */
final class JudgeText {
  private JudgeText() {}

  /** A table of every law and target, then a verdict for each target. */
  static String of(Judgement judgement) {
    StringBuilder text = new StringBuilder();
    text.append(Failures.oneLine(judgement.name())).append(": tuned at ");
    text.append(Failures.oneLine(judgement.base().label())).append(" alone, η* ");
    text.append(TextNumbers.number(judgement.baseOptimum().learningRate()));
    text.append(
        judgement.baseOptimum().interval().map(i -> " (" + ends(i) + ")").orElse(" (no interval)"));
    text.append("; regret in ").append(judgement.score()).append(", intervals of ");
    text.append(TextNumbers.number(100 * judgement.confidence())).append(" %\n\n");
    Table table =
        new Table(
            "target",
            "law",
            ">predicted",
            ">log error",
            ">from",
            ">to",
            ">regret",
            ">from",
            ">to",
            "remarks");
    for (Judgement.Target target : judgement.targets()) {
      for (Prediction prediction : target.laws()) {
        row(table, Failures.oneLine(target.size().label()), prediction);
      }
    }
    text.append(table).append('\n');
    for (Judgement.Target target : judgement.targets()) {
      text.append(Failures.oneLine(target.verdict())).append('\n');
    }
    return text.toString();
  }

  private static void row(Table table, String target, Prediction prediction) {
    Optional<Interval> error = prediction.logErrorInterval();
    Optional<Interval> cost =
        prediction.regret() instanceof Regret.Measured m ? m.interval() : Optional.empty();
    table.row(
        target,
        prediction.label(),
        predicted(prediction),
        prediction.logError().isPresent() ? signed(prediction.logError().getAsDouble()) : "–",
        error.map(i -> signed(i.low())).orElse("–"),
        error.map(i -> signed(i.high())).orElse("–"),
        prediction.regret() instanceof Regret.Measured m ? signed(m.score()) : "–",
        cost.map(i -> signed(i.low())).orElse("–"),
        cost.map(i -> signed(i.high())).orElse("–"),
        remark(prediction.regret()));
  }

  private static String predicted(Prediction prediction) {
    if (prediction.learningRate().isPresent()) {
      return TextNumbers.number(prediction.learningRate());
    }
    return prediction.regret() instanceof Regret.Unknown ? "–" : "by tensor";
  }

  private static String remark(Regret regret) {
    if (regret instanceof Regret.Diverges d) {
      return "diverges (" + d.diverged() + " of " + d.seeds() + ")";
    }
    if (regret instanceof Regret.Unknown u) {
      return Failures.oneLine(u.why());
    }
    return regret instanceof Regret.Measured m && !m.trained() ? "read off the sweep" : "";
  }

  private static String ends(Interval interval) {
    return TextNumbers.number(interval.low()) + " … " + TextNumbers.number(interval.high());
  }

  /** Three significant digits with a sign. */
  private static String signed(double value) {
    String text =
        TextNumbers.number(new BigDecimal(Math.abs(value)).round(new MathContext(3)).doubleValue());
    return (value < 0 ? "−" : "+") + text;
  }
}
