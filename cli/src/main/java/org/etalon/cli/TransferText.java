package org.etalon.cli;

import java.util.Optional;
import org.etalon.law.FactorInterval;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;

/** The text of {@code transfer}. */
final class TransferText {
  private TransferText() {}

  /** The whole text, ending in a line break. */
  static String of(TransferPlan plan) {
    TransferRequest request = plan.request();
    StringBuilder text = new StringBuilder(header(plan));
    boolean adaptive = request.optimizer().isAdaptive();
    Table tensors =
        adaptive
            ? new Table(
                "tensor", "role", ">rate", ">× base", ">decay", ">init mean", ">init std", ">ε")
            : new Table("tensor", "role", ">rate", ">× base", ">decay", ">init mean", ">init std");
    TensorGroups.lines(plan.tensors(), TensorPlan::name, tensor -> cells(tensor, adaptive))
        .forEach(tensors::row);
    text.append(tensors);
    if (!plan.forward().isEmpty()) {
      Table forward = new Table("forward factor at", "kind", ">factor");
      TensorGroups.lines(
              plan.forward(),
              ForwardFactor::node,
              f -> new String[] {f.kind().id(), TextNumbers.number(f.factor())})
          .forEach(forward::row);
      text.append('\n').append(forward);
    }
    text.append("\nassuming\n");
    plan.assumptions().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  /** Base, target and law, with an empty line behind. */
  static String header(TransferPlan plan) {
    TransferRequest request = plan.request();
    Table table = new Table("", "model", ">" + plan.measure().id(), ">learning rate");
    table.row(
        "base",
        Failures.oneLine(request.base().reference()),
        AnalyzeText.depth(Optional.of(plan.baseDepth())),
        TextNumbers.number(request.learningRate()));
    table.row(
        "target",
        Failures.oneLine(request.target().reference()),
        AnalyzeText.depth(Optional.of(plan.targetDepth())),
        TextNumbers.number(plan.learningRate()));
    return table
        + "\nlaw "
        + request.law().id()
        + ": "
        + request.law().equation()
        + " ("
        + request.law().source()
        + "), optimizer "
        + request.optimizer().id()
        + plan.interval().map(TransferText::interval).orElse("")
        + "\n\n";
  }

  private static String interval(FactorInterval interval) {
    return "\nthe target's learning rate lies between "
        + TextNumbers.number(interval.low())
        + " and "
        + TextNumbers.number(interval.high())
        + " at "
        + TextNumbers.number(interval.confidence())
        + " confidence, as far as the law itself holds";
  }

  private static String[] cells(TensorPlan tensor, boolean adaptive) {
    String[] cells = new String[adaptive ? 7 : 6];
    cells[0] = tensor.tensor().role().id();
    cells[1] = TextNumbers.number(tensor.learningRate());
    cells[2] = TextNumbers.number(tensor.multiplier());
    cells[3] = TextNumbers.number(tensor.weightDecay());
    cells[4] = TextNumbers.number(tensor.initial().mean());
    cells[5] = TextNumbers.number(tensor.initial().std());
    if (adaptive) {
      cells[6] = TextNumbers.number(tensor.epsilon());
    }
    return cells;
  }
}
