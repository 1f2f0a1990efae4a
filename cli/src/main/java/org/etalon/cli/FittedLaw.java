package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Point;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;
import org.etalon.lab.sweep.Trend;
import org.etalon.law.MeasuredExponent;
import org.etalon.law.MeasuredLaw;

/** The law {@code measured} with the exponent that runs tell. */
final class FittedLaw {
  private FittedLaw() {}

  /**
   * Fits.
   *
   * @param sweep the runs
   * @param measure depth to fit against
   * @throws InputException if the runs tell no exponent against it
   */
  static MeasuredLaw of(Sweep sweep, DepthMeasure measure) {
    SweepFit fit = SweepFit.of(sweep);
    Trend trend =
        fit.trends().stream()
            .filter(one -> one.measure().equals(Optional.of(measure)))
            .findFirst()
            .orElseThrow(() -> unknown(sweep, measure));
    if (trend.fit().isEmpty()) {
      throw new InputException(
          sweep.name(),
          "tells no exponent against " + measure.id() + ": " + trend.whyNot(),
          "'etalon fit' shows the optima; choose another --depth or more sizes");
    }
    double[] depths = trend.points().stream().mapToDouble(Point::x).sorted().toArray();
    return new MeasuredLaw(
        new MeasuredExponent(
            -trend.exponent().orElseThrow(),
            trend
                .interval(sweep.confidence())
                .map(
                    interval ->
                        new MeasuredExponent.Range(
                            -interval.high(), -interval.low(), interval.confidence())),
            measure,
            depths[0],
            depths[depths.length - 1],
            origin(sweep, depths.length),
            warnings(fit, trend)));
  }

  private static InputException unknown(Sweep sweep, DepthMeasure measure) {
    return new InputException(
        sweep.name(),
        "does not tell the " + measure.id() + " of every size",
        "name the sizes' models in a column 'model', or give the depths in a column 'depth_"
            + measure.id().replace('-', '_')
            + "'");
  }

  private static String origin(Sweep sweep, int sizes) {
    return (sweep.study().isPresent() ? "study " : "the runs of ")
        + sweep.name()
        + ", "
        + sizes
        + " sizes";
  }

  private static List<String> warnings(SweepFit fit, Trend trend) {
    List<String> warnings = new ArrayList<>();
    int sizes = trend.points().size();
    if (sizes == 2) {
      warnings.add("the exponent is from two sizes: its uncertainty is not known");
    } else if (sizes == 3) {
      warnings.add("the exponent is from three sizes: whether it is a power law is not known");
    }
    if (trend.bends()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the optima bend in log-log (p = %s): one exponent does not tell them, least of all"
                  + " beyond the sizes measured",
              FitReport.pValue(trend.pValueOfStraightness().orElseThrow())));
    }
    if (!fit.leftOut().isEmpty()) {
      warnings.add(
          "sizes whose optimum is not reliable were left out: "
              + String.join(", ", fit.leftOut().stream().map(SweepFit.LeftOut::size).toList()));
    }
    if (fit.sweep().unfinished() > 0) {
      warnings.add(fit.sweep().unfinished() + " runs have no result yet");
    }
    return warnings;
  }
}
