package org.etalon.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;
import org.etalon.lab.sweep.Trend;
import org.etalon.law.Laws;

/** The text of {@code fit}. */
final class FitText {
  private FitText() {}

  /** The whole text, ending in a line break. */
  static String of(FitReport report) {
    Sweep sweep = report.sweep();
    StringBuilder text = new StringBuilder();
    text.append(Failures.oneLine(sweep.name()))
        .append(": η* is where ")
        .append(Failures.oneLine(sweep.score()))
        .append(" is least; intervals at ")
        .append(TextNumbers.number(report.confidence()))
        .append(" confidence\n\n");
    text.append(Optima.text(sweep));
    if (!report.fit().leftOut().isEmpty()) {
      text.append("\nleft out of the fit\n");
      for (SweepFit.LeftOut size : report.fit().leftOut()) {
        text.append("  ").append(Failures.oneLine(size.size())).append(": ");
        text.append(size.why()).append('\n');
      }
    }
    text.append('\n').append(exponents(report));
    report.fit().comparison().ifPresent(c -> text.append('\n').append(comparison(c)));
    text.append('\n');
    if (report.first().fit().isPresent()) {
      text.append(headline(report)).append('\n');
    }
    report.verdicts().forEach(sentence -> text.append(sentence).append('\n'));
    report.warnings().forEach(words -> text.append("but: ").append(words).append('\n'));
    return text.toString();
  }

  private static String headline(FitReport report) {
    Trend trend = report.first();
    return String.format(
        Locale.ROOT,
        "η* ∝ %s^%.3f (%s), %d sizes",
        Failures.oneLine(trend.name()),
        trend.exponent().orElseThrow(),
        report
            .interval(trend)
            .map(ends -> String.format(Locale.ROOT, "%.3f … %.3f", ends.low(), ends.high()))
            .orElse("two sizes give no interval"),
        trend.points().size());
  }

  private static String exponents(FitReport report) {
    Table table =
        new Table(
            "η* against",
            ">exponent",
            ">low",
            ">high",
            ">sizes",
            ">off the line",
            ">p of −3/2",
            ">p of no bend");
    for (Trend trend : report.fit().trends()) {
      if (trend.fit().isEmpty()) {
        table.row(
            Failures.oneLine(trend.name()),
            "–",
            "–",
            "–",
            Integer.toString(trend.points().size()),
            "–",
            "–",
            "–");
        continue;
      }
      OptionalDouble straight = trend.pValueOfStraightness();
      OptionalDouble claim = trend.pValueOf(-Laws.DEPTH_EXPONENT);
      table.row(
          Failures.oneLine(trend.name()),
          exponent(trend.exponent()),
          exponent(
              report
                  .interval(trend)
                  .map(Interval::low)
                  .map(OptionalDouble::of)
                  .orElse(OptionalDouble.empty())),
          exponent(
              report
                  .interval(trend)
                  .map(Interval::high)
                  .map(OptionalDouble::of)
                  .orElse(OptionalDouble.empty())),
          Integer.toString(trend.points().size()),
          TextNumbers.number(
              trend.fit().map(PowerLawFit::residualDeviation).orElse(OptionalDouble.empty())),
          claim.isPresent() ? FitReport.pValue(claim.getAsDouble()) : "–",
          straight.isPresent() ? FitReport.pValue(straight.getAsDouble()) : "–");
    }
    return table.toString();
  }

  private static String exponent(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "–";
  }

  private static String comparison(LawComparison comparison) {
    Table table = new Table("laws compared", ">free", ">misfit", ">Δ AICc", ">weight");
    for (LawComparison.Rated rated : comparison.rated()) {
      table.row(
          Failures.oneLine(rated.names().get(0)),
          Integer.toString(rated.coefficients()),
          TextNumbers.number(rated.misfit()),
          String.format(Locale.ROOT, "%.1f", rated.difference()),
          String.format(Locale.ROOT, "%.2f", rated.weight()));
      for (String twin : rated.names().subList(1, rated.names().size())) {
        table.row("  = " + Failures.oneLine(twin), "", "", "", "");
      }
    }
    StringBuilder text = new StringBuilder(table.toString());
    if (!comparison.notRated().isEmpty()) {
      text.append("too few sizes for: ")
          .append(Failures.oneLine(String.join(", ", comparison.notRated())))
          .append('\n');
    }
    return text.toString();
  }
}
