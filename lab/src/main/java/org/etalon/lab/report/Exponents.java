package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.fit.TestOfExponent;
import org.etalon.law.Laws;

/** What fits over sizes say, in words and as a table. */
final class Exponents {
  /** The exponent that am-mup and path-sum claim. */
  private static final double CLAIM = -Laws.DEPTH_EXPONENT;

  /** A p-value below this is remarked on. */
  private static final double UNLIKELY = 0.05;

  private Exponents() {}

  /** A fit in plain words. */
  static String sentence(SizeFit size, double confidence) {
    if (size.fit().isEmpty()) {
      return "Fewer than two sizes have a reliable optimum: no exponent.";
    }
    PowerLawFit fit = size.fit().get();
    Optional<Interval> interval = fit.exponentInterval(confidence);
    StringBuilder text = new StringBuilder("η* ∝ ");
    text.append(size.name()).append(" to the power ").append(Shown.exponent(fit.exponent()));
    if (interval.isEmpty()) {
      return text + ", from two sizes: too few for an interval.";
    }
    text.append(" (").append(Shown.percent(confidence)).append(" interval ");
    text.append(Shown.exponents(interval.get())).append("), from ");
    text.append(Shown.count(fit.points().size(), "size", "sizes")).append('.');
    size.claimant()
        .ifPresent(
            law ->
                text.append(" The −3/2 of ")
                    .append(law)
                    .append(
                        interval.get().contains(CLAIM)
                            ? " lies inside the interval: these runs do not contradict it."
                            : " lies outside the interval: at this confidence these runs"
                                + " contradict it."));
    if (bends(fit)) {
      text.append(" The points bend: one power law may not hold over all of these sizes.");
    }
    if (!size.optima().leftOut().isEmpty()) {
      text.append(" Left out, as their optimum is not reliable: ");
      text.append(Shown.list(size.optima().leftOut().stream().map(Shown::number).toList()));
      text.append('.');
    }
    return text.toString();
  }

  private static boolean bends(PowerLawFit fit) {
    return fit.curvature().map(c -> c.pValueOf(0) < UNLIKELY).orElse(false);
  }

  /** All fits in numbers. */
  static Figure.Table table(List<SizeFit> fits, double confidence) {
    List<List<String>> rows = new ArrayList<>();
    for (SizeFit size : fits) {
      Optional<PowerLawFit> fit = size.fit();
      rows.add(
          List.of(
              size.names(),
              String.valueOf(size.optima().points().size()),
              fit.map(f -> Shown.exponent(f.exponent())).orElse(Shown.NONE),
              fit.flatMap(f -> f.exponentInterval(confidence))
                  .map(Shown::exponents)
                  .orElse(Shown.NONE),
              fit.flatMap(f -> TestOfExponent.pValue(f, CLAIM))
                  .map(Shown::probability)
                  .orElse(Shown.NONE),
              fit.flatMap(PowerLawFit::curvature).map(Exponents::flat).orElse(Shown.NONE)));
    }
    return new Figure.Table(
        List.of(
            "against",
            "sizes",
            "exponent",
            Shown.percent(confidence) + " interval",
            "p of −3/2",
            "p of no curvature"),
        rows);
  }

  private static String flat(Estimate curvature) {
    return Shown.probability(curvature.pValueOf(0));
  }

  /** Laws by how well they tell the optima; the best first. */
  static Figure.Table comparison(LawComparison comparison) {
    return new Figure.Table(
        List.of("law", "fitted numbers", "misfit in log η", "Δ AICc", "weight"),
        comparison.rated().stream()
            .map(
                law ->
                    List.of(
                        String.join(" = ", law.names()),
                        String.valueOf(law.coefficients()),
                        Shown.number(law.misfit()),
                        String.format(Locale.ROOT, "%.1f", law.difference()),
                        String.format(Locale.ROOT, "%.2f", law.weight())))
            .toList());
  }
}
