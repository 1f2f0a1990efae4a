package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.Finding;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LogMean;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.torch.probe.Probe;
import org.etalon.torch.probe.ProbeResult;

/**
 * What {@code probe} shows.
 *
 * @param model the network, without the varied key
 * @param probe what was measured
 * @param optimizer whose first step was taken
 * @param init initialisation and read-out rule
 * @param data what was probed with
 * @param batch examples of the batch
 * @param against the key or depth measure that the points are told by; empty for one network
 * @param points one for each network
 * @param confidence of the interval
 * @param findings what the user should know
 */
record ProbeReport(
    String model,
    Probe probe,
    String optimizer,
    String init,
    String data,
    int batch,
    Optional<String> against,
    List<At> points,
    double confidence,
    List<Finding> findings) {
  /** With fewer seeds, their own scatter is too uncertain to weight a fit by. */
  private static final int FEW_SEEDS = 6;

  /**
   * One network.
   *
   * @param label the varied key's value as the user wrote it; empty where nothing varies
   * @param value what the points are fitted against, if it is a positive number
   * @param result what was found
   */
  record At(String label, OptionalDouble value, ProbeResult result) {}

  /** Copies the lists. */
  ProbeReport {
    points = List.copyOf(points);
    findings = List.copyOf(findings);
  }

  /** The power law through the points; empty where there are too few of them. */
  Optional<PowerLawFit> fit() {
    List<Double> xs = new ArrayList<>();
    List<LogMean> rates = new ArrayList<>();
    for (At point : points) {
      LogMean rate = point.result().learningRate();
      if (point.value().isPresent() && rate.count() > 0) {
        xs.add(point.value().getAsDouble());
        rates.add(rate);
      }
    }
    if (xs.stream().distinct().count() < 2) {
      return Optional.empty();
    }
    boolean few = rates.stream().anyMatch(rate -> rate.count() < FEW_SEEDS);
    List<Point> fitted = new ArrayList<>();
    if (few) {
      fitted = LogMean.pooled(xs, rates);
    } else {
      for (int i = 0; i < xs.size(); i++) {
        fitted.add(rates.get(i).at(xs.get(i)));
      }
    }
    return Optional.of(PowerLawFit.of(fitted));
  }

  /** The interval of the exponent; empty for fewer than three sizes. */
  static Optional<Interval> interval(PowerLawFit fit, double confidence) {
    return fit.exponentInterval(confidence);
  }
}
