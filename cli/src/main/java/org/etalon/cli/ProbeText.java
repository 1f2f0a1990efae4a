package org.etalon.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LogMean;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.torch.probe.Measurement.LayerEnergy;

/** The text of {@code probe}. */
final class ProbeText {
  /** Layers shown of one network; of a deeper one the ends, the middle left out. */
  private static final int MOST_LAYERS = 12;

  private ProbeText() {}

  /** The whole text, ending in a line break. */
  static String of(ProbeReport report) {
    StringBuilder text = new StringBuilder();
    text.append(Failures.oneLine(report.model())).append(": ").append(report.probe().id());
    text.append(", ").append(report.probe().equation()).append('\n');
    text.append("first step of ").append(report.optimizer());
    text.append(", init ").append(report.init());
    text.append(", data ").append(Failures.oneLine(report.data()));
    text.append(", batch ").append(report.batch()).append("\n\n");
    Table rates = new Table(">" + report.against().orElse(""), ">η*", ">s.e. of log η*", ">seeds");
    for (ProbeReport.At point : report.points()) {
      LogMean rate = point.result().learningRate();
      rates.row(
          point.value().isPresent()
              ? TextNumbers.number(point.value().getAsDouble())
              : point.label(),
          TextNumbers.number(rate.geometricMean()),
          TextNumbers.number(rate.standardError()),
          Integer.toString(rate.count()));
    }
    text.append(rates);
    report.fit().ifPresent(fit -> text.append('\n').append(exponent(report, fit)));
    return text.append(shares(report)).toString();
  }

  private static String exponent(ProbeReport report, PowerLawFit fit) {
    Optional<Interval> interval = ProbeReport.interval(fit, report.confidence());
    String ends =
        interval
            .map(
                ends1 ->
                    String.format(
                        Locale.ROOT,
                        "%.3f … %.3f at %s confidence",
                        ends1.low(),
                        ends1.high(),
                        TextNumbers.number(report.confidence())))
            .orElse("two sizes give no interval");
    return String.format(
        Locale.ROOT, "η* ∝ %s^%.3f (%s)%n", report.against().orElse("value"), fit.exponent(), ends);
  }

  /** Every layer's share of the sum of energies, network by network. */
  private static String shares(ProbeReport report) {
    StringBuilder text = new StringBuilder();
    for (ProbeReport.At point : report.points()) {
      List<LayerEnergy> layers = point.result().layers();
      double sum = layers.stream().mapToDouble(LayerEnergy::energy).sum();
      if (layers.size() < 2 || !(sum > 0) || Double.isInfinite(sum)) {
        continue;
      }
      text.append(text.isEmpty() ? "\nshare of each layer in the energy, %\n" : "");
      if (!point.label().isEmpty()) {
        text.append(point.label()).append(": ");
      }
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < layers.size(); i++) {
        if (layers.size() > MOST_LAYERS && i == MOST_LAYERS / 2) {
          line.append(" …");
          i = layers.size() - MOST_LAYERS / 2;
        }
        line.append(i == 0 ? "" : " ");
        line.append(TextNumbers.number(round(100 * layers.get(i).energy() / sum)));
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** Two significant digits say enough of a share. */
  private static double round(double share) {
    return share == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.2g", share));
  }
}
