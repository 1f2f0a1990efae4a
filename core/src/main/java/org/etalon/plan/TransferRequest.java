package org.etalon.plan;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.tensor.Network;

/**
 * What a transfer is asked for. Starts from CONTRACT's defaults; each {@code with…} gives a changed
 * copy.
 *
 * @param base the network whose learning rate is known
 * @param target the network it is wanted for
 * @param learningRate the base's, per step, > 0 and finite
 * @param optimizer what both are trained with
 * @param law how the rate changes with depth
 * @param measure a depth measure other than the law's own
 * @param initialisation how the target's weights start
 * @param readout how its read-out starts, other than the initialisation's own rule
 * @param width what is done where widths differ
 * @param weightDecay the base's decay λ, ≥ 0 and finite
 * @param epsilon the base's ε of Adam, > 0 and finite; empty for PyTorch's 10⁻⁸
 * @param epsilonPolicy for which tensors the laws that scale ε do so
 */
public record TransferRequest(
    Network base,
    Network target,
    double learningRate,
    Optimizer optimizer,
    Law law,
    Optional<DepthMeasure> measure,
    Initialisation initialisation,
    Optional<Readout> readout,
    WidthRule width,
    double weightDecay,
    OptionalDouble epsilon,
    EpsilonPolicy epsilonPolicy) {

  /**
   * Checks every number and combination.
   *
   * @throws InputException naming the setting, or both settings, at fault
   */
  public TransferRequest {
    check(learningRate, optimizer, law, measure, initialisation, weightDecay, epsilon);
  }

  /**
   * Checks everything but the networks, so that a command can fail before it reads them.
   *
   * @throws InputException naming the setting, or both settings, at fault
   */
  public static void check(
      double learningRate,
      Optimizer optimizer,
      Law law,
      Optional<DepthMeasure> measure,
      Initialisation initialisation,
      double weightDecay,
      OptionalDouble epsilon) {
    requirePositive("learning rate (--lr)", learningRate);
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new InputException(
          "weight decay (--weight-decay)", "is " + weightDecay, "give a finite number ≥ 0");
    }
    if (epsilon.isPresent()) {
      requirePositive("Adam's epsilon (--adam-epsilon)", epsilon.getAsDouble());
      if (!optimizer.isAdaptive()) {
        throw new InputException(
            "--adam-epsilon",
            "cannot go with --optimizer " + optimizer.id() + ", which has no epsilon",
            "leave it out, or choose --optimizer adam or adamw");
      }
    }
    if (law.multipliesBranches() && initialisation.scalesWithDepth()) {
      throw new InputException(
          "--init " + initialisation.id(),
          "cannot go with --law " + law.id() + ": both correct residual branches for depth",
          "choose --init he, or a law without branch multipliers such as am-mup");
    }
    measure.ifPresent(law::requireMeasure);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new InputException(name, "is " + value, "give a finite number > 0");
    }
  }

  /** A request with every default: SGD, am-mup and its measure, he, mup in width, no decay. */
  public static TransferRequest of(Network base, Network target, double learningRate) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        Optimizer.SGD,
        Laws.byId("am-mup", OptionalDouble.empty()),
        Optional.empty(),
        Initialisations.byId("he"),
        Optional.empty(),
        WidthRule.MUP,
        0,
        OptionalDouble.empty(),
        EpsilonPolicy.CODE);
  }

  /** The same with another optimiser. */
  public TransferRequest withOptimizer(Optimizer optimizer) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }

  /** The same with another law, and a depth measure other than its own if one is given. */
  public TransferRequest withLaw(Law law, Optional<DepthMeasure> measure) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }

  /** The same with another initialisation, and a read-out rule other than its own if given. */
  public TransferRequest withInitialisation(
      Initialisation initialisation, Optional<Readout> readout) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }

  /** The same with another width rule. */
  public TransferRequest withWidth(WidthRule width) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }

  /** The same with a weight decay of the base. */
  public TransferRequest withWeightDecay(double weightDecay) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }

  /** The same with an ε of the base and a policy for scaling it. */
  public TransferRequest withEpsilon(OptionalDouble epsilon, EpsilonPolicy epsilonPolicy) {
    return new TransferRequest(
        base,
        target,
        learningRate,
        optimizer,
        law,
        measure,
        initialisation,
        readout,
        width,
        weightDecay,
        epsilon,
        epsilonPolicy);
  }
}
