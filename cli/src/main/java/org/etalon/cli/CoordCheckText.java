package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.etalon.init.Readout;
import org.etalon.lab.fit.Interval;
import org.etalon.torch.check.CheckRequest;
import org.etalon.torch.check.CheckResult;
import org.etalon.torch.check.Expectation;
import org.etalon.torch.check.Judgement;
import org.etalon.torch.check.Measurement;
import org.etalon.torch.check.Quantity;
import org.etalon.torch.check.Scaling;
import org.etalon.torch.check.Variation.Axis;

/** The text of {@code coordcheck}: the last step's table, the verdict and what it rests on. */
final class CoordCheckText {
  private CoordCheckText() {}

  /** The whole text, ending in a line break. */
  static String of(CheckResult result) {
    int last = result.request().sampling().steps();
    List<String> header = new ArrayList<>(List.of("representation", "fed by"));
    result.request().variation().values().forEach(value -> header.add(">" + value));
    header.addAll(List.of(">slope", "interval", ">expected", ">slope of size", "expected", ""));
    Table table = new Table(header.toArray(String[]::new));
    List<Measurement> sizes = result.at(Quantity.SIZE, last);
    List<Measurement> changes = result.at(Quantity.CHANGE, last);
    for (int i = 0; i < changes.size(); i++) {
      table.row(cells(changes.get(i), sizes.get(i)));
    }
    String what = result.request().variation().key();
    return header(result)
        + "\nmean change of coordinates after "
        + last
        + (last == 1 ? " step" : " steps")
        + ", by "
        + Failures.oneLine(what)
        + "\n"
        + table
        + "\n"
        + verdict(result);
  }

  private static String header(CheckResult result) {
    CheckRequest request = result.request();
    Scaling scaling = request.scaling();
    return Failures.oneLine(request.variation().model().text())
        + ": "
        + scaling.optimizer().id()
        + ", learning rate "
        + TextNumbers.number(scaling.learningRate())
        + " at "
        + request.variation().key()
        + " "
        + request.variation().values().get(0)
        + ", width "
        + scaling.width().id()
        + (result.axis() == Axis.DEPTH ? ", law " + scaling.law().id() : "")
        + ", init "
        + scaling.initialisation().id()
        + scaling.readout().map(Readout::id).map(id -> ", read-out " + id).orElse("")
        + "\n"
        + Failures.oneLine(request.sampling().data().name())
        + ", "
        + request.sampling().seeds()
        + " seeds, tolerance "
        + TextNumbers.number(request.criterion().tolerance())
        + ", intervals of "
        + TextNumbers.number(100 * request.criterion().confidence())
        + " %\n";
  }

  private static String[] cells(Measurement change, Measurement size) {
    List<String> cells = new ArrayList<>();
    cells.add(Failures.oneLine(change.representation()));
    cells.add(change.weight().isEmpty() ? "–" : Failures.oneLine(change.weight()));
    change.sizes().forEach(value -> cells.add(number(value)));
    cells.add(slope(change.slope()));
    cells.add(interval(change.interval()));
    cells.add(change.expectation().text());
    cells.add(slope(size.slope()));
    cells.add(size.expectation().text());
    cells.add(worse(change.judgement(), size.judgement()).id());
    return cells.toArray(String[]::new);
  }

  private static Judgement worse(Judgement one, Judgement other) {
    for (Judgement judgement : List.of(Judgement.FAILS, Judgement.UNDECIDED, Judgement.PASSES)) {
      if (one == judgement || other == judgement) {
        return judgement;
      }
    }
    return Judgement.NOT_JUDGED;
  }

  private static String verdict(CheckResult result) {
    StringBuilder text = new StringBuilder("verdict: ").append(result.verdict().id());
    switch (result.verdict()) {
      case PASSES ->
          text.append(": at every step, every slope is what it should be within the tolerance\n");
      case UNDECIDED ->
          text.append(": no slope is wrong, but more seeds or larger sizes are needed to tell\n")
              .append(undecided(result));
      case FAILS -> {
        Measurement first = result.offender().orElseThrow();
        Measurement worst = result.worst().orElseThrow();
        text.append(": ").append(result.failures().size()).append(" slopes are wrong\n");
        text.append("  first:    ").append(sentence(first)).append('\n');
        if (!worst.equals(first)) {
          text.append("  farthest: ").append(sentence(worst)).append('\n');
        }
      }
      case NOT_JUDGED -> text.append('\n');
    }
    return text.toString();
  }

  private static String undecided(CheckResult result) {
    List<Measurement> open =
        result.measurements().stream().filter(m -> m.judgement() == Judgement.UNDECIDED).toList();
    return open.stream()
        .max(java.util.Comparator.comparingDouble(Measurement::deviation))
        .map(m -> "  widest of " + open.size() + ": " + sentence(m) + "\n")
        .orElse("");
  }

  /** A measurement in words. */
  static String sentence(Measurement measurement) {
    String slope =
        measurement.slope().isPresent()
            ? "slope " + slope(measurement.slope()) + " " + interval(measurement.interval())
            : "infinite: " + sizes(measurement);
    return "step "
        + measurement.step()
        + ", "
        + measurement.quantity().id()
        + " of "
        + Failures.oneLine(measurement.representation())
        + (measurement.weight().isEmpty()
            ? ""
            : " (fed by " + Failures.oneLine(measurement.weight()) + ")")
        + ": "
        + slope
        + (measurement.expectation() == Expectation.NONE
            ? ""
            : ", expected " + measurement.expectation().text());
  }

  private static String sizes(Measurement measurement) {
    return measurement.sizes().stream()
        .map(CoordCheckText::number)
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String slope(OptionalDouble slope) {
    return slope.isPresent() ? String.format(Locale.ROOT, "%.2f", zeroIfTiny(slope)) : "–";
  }

  /** Never a negative zero. */
  private static double zeroIfTiny(OptionalDouble value) {
    return Math.abs(value.getAsDouble()) < 0.005 ? 0 : value.getAsDouble();
  }

  private static String interval(Optional<Interval> interval) {
    return interval
        .map(
            i ->
                "["
                    + slope(OptionalDouble.of(i.low()))
                    + ", "
                    + slope(OptionalDouble.of(i.high()))
                    + "]")
        .orElse("–");
  }
}
