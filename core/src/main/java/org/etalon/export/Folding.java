package org.etalon.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;
import org.etalon.init.Initial;
import org.etalon.law.Factor;
import org.etalon.law.Optimizer;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * Puts forward factors into the tensors: a network with weight c·W in the place of a factor c and a
 * weight W computes the same and, trained so, stays the same.
 *
 * <p>With W' = c·W the gradient is that of W over c. SGD's step η·g becomes η·c²·g', Adam's η·u
 * becomes η·c·u (its direction u ignores the gradient's scale if ε goes to ε/c). Decay must shrink
 * W' at the pace of W: SGD's λ and Adam's L2 term go to λ/c², AdamW's, which is multiplied by the
 * rate alone, to λ/c. (THEORY §6 for std and rate; decay and ε follow in the same way.)
 */
public final class Folding {
  private Folding() {}

  /**
   * The same plan without forward factors.
   *
   * @throws InputException where that cannot be exact: a tied or shared weight, queries packed with
   *     keys and values, a tensor whose start is not known, a branch that ends in no tensor
   */
  public static TransferPlan fold(TransferPlan plan) {
    if (plan.forward().isEmpty()) {
      return plan;
    }
    Map<String, Tensor> tensors = new HashMap<>();
    plan.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor.tensor()));
    Map<String, Double> factors = new HashMap<>();
    Map<String, List<String>> kinds = new HashMap<>();
    for (Attachment attachment : Attachment.of(plan)) {
      for (String name : foldable(attachment, tensors)) {
        factors.merge(name, attachment.factor(), (a, b) -> a * b);
        kinds
            .computeIfAbsent(name, key -> new ArrayList<>(1))
            .add(attachment.kind().id() + " × " + Factor.shown(attachment.factor()));
      }
    }
    List<TensorPlan> folded = new ArrayList<>(plan.tensors().size());
    for (TensorPlan tensor : plan.tensors()) {
      Double factor = factors.get(tensor.name());
      folded.add(
          factor == null
              ? tensor
              : folded(
                  tensor,
                  factor,
                  String.join(", ", kinds.getOrDefault(tensor.name(), List.of())),
                  plan.request().optimizer()));
    }
    List<String> assumptions = new ArrayList<>(plan.assumptions());
    assumptions.add(
        plan.forward().size()
            + " forward factors are folded into the start, rate, decay and ε of "
            + factors.size()
            + " tensors: the forward pass stays as it is, and the target must start from the"
            + " plan's stds");
    return new TransferPlan(
        plan.request(),
        plan.measure(),
        plan.baseDepth(),
        plan.targetDepth(),
        plan.learningRate(),
        folded,
        List.of(),
        assumptions,
        plan.findings(),
        plan.interval());
  }

  /** The tensors that take an attachment's factor. */
  private static List<String> foldable(Attachment attachment, Map<String, Tensor> tensors) {
    if (!attachment.isPossible()) {
      throw refused(attachment, attachment.problem());
    }
    if (attachment.place() instanceof Place.Part) {
      throw refused(
          attachment,
          attachment.tensors().get(0)
              + " holds keys and values beside the queries, and only these are multiplied");
    }
    boolean input = attachment.place() instanceof Place.Input;
    Node host =
        attachment.place() instanceof Place.Output output
            ? output.hosts().get(0)
            : ((Place.Input) attachment.place()).host();
    if (!isProportionalToItsTensors(host)) {
      throw refused(attachment, host + " is not in proportion to tensors of its own");
    }
    List<String> scaled = input ? attachment.tensors().subList(0, 1) : attachment.tensors();
    for (String name : scaled) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw refused(attachment, name + " is no tensor of the plan");
      }
      if (tensor.uses().size() != attachment.calls()) {
        List<String> uses = tensor.uses().stream().map(Use::node).map(Node::toString).toList();
        throw refused(attachment, name + " is tied: it serves " + String.join(" and ", uses));
      }
    }
    return scaled;
  }

  /** Whether a host's weight and bias are tensors as they stand, so that their scale is its own. */
  private static boolean isProportionalToItsTensors(Node host) {
    if (host.operation() instanceof Join.Add) {
      return host.operands().stream()
          .anyMatch(
              operand ->
                  operand.operation() instanceof Layer && isProportionalToItsTensors(operand));
    }
    int operands = host.operands().size();
    if (host.operation() instanceof Pointwise.Normalisation) {
      operands = Math.min(operands, 3);
    }
    for (int i = 1; i < operands; i++) {
      Node at = host.operands().get(i);
      while (at.operation() instanceof Rearrangement.Reshape
          || at.operation() instanceof Rearrangement.Transpose) {
        at = at.operands().get(0);
      }
      if (!(at.operation() instanceof Source.Learned)) {
        return false;
      }
    }
    return operands > 1;
  }

  private static InputException refused(Attachment attachment, String problem) {
    return new InputException(
        "--fold",
        "cannot fold the "
            + attachment.kind().id()
            + " factor of "
            + attachment.nodes().get(0)
            + " into a tensor: "
            + problem,
        "leave --fold out and apply the forward factors");
  }

  private static TensorPlan folded(
      TensorPlan plan, double factor, String kinds, Optimizer optimizer) {
    Initial initial = plan.initial();
    if (initial.mean().isEmpty()) {
      throw new InputException(
          "--fold",
          "cannot fold a forward factor into " + plan.name() + ": its start is not known",
          "leave --fold out and apply the forward factors, or choose an --init that speaks of it");
    }
    double rate = optimizer == Optimizer.SGD ? factor * factor : factor;
    double decay = optimizer == Optimizer.ADAMW ? factor : factor * factor;
    String reason =
        "folded forward factor "
            + kinds
            + ": start × "
            + Factor.shown(factor)
            + ", η × "
            + Factor.shown(rate)
            + (plan.weightDecay() == 0 ? "" : ", λ ÷ " + Factor.shown(decay))
            + (plan.epsilon().isEmpty() ? "" : ", ε ÷ " + Factor.shown(factor));
    List<String> evidence = new ArrayList<>(plan.evidence());
    evidence.add(reason);
    return new TensorPlan(
        plan.tensor(),
        checked(plan.name(), plan.learningRate() * rate),
        plan.multiplier() * rate,
        plan.weightDecay() / decay,
        plan.epsilon().isEmpty()
            ? plan.epsilon()
            : OptionalDouble.of(checked(plan.name(), plan.epsilon().getAsDouble() / factor)),
        initial.scaled(factor, initial.evidence() + "; " + reason),
        evidence);
  }

  private static double checked(String name, double value) {
    if (!(value >= Double.MIN_NORMAL) || Double.isInfinite(value)) {
      throw new InputException(
          "--fold",
          "would give " + name + " the number " + value + ", out of a double's range",
          "leave --fold out and apply the forward factors");
    }
    return value;
  }
}
