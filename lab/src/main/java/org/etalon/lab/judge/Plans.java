package org.etalon.lab.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.init.Initial;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Initialiser;
import org.etalon.init.Readout;
import org.etalon.lab.study.Training;
import org.etalon.law.Law;
import org.etalon.law.Optimizer;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;

/** Plans with a study's settings, made as whoever runs its trials makes them. */
final class Plans {
  /** ε that Adam has where a plan changes nothing. */
  private static final double STANDARD_EPSILON = 1e-8;

  private static final double ROUNDING = 1e-12;

  private final Optimizer optimizer;
  private final Initialisation initialisation;
  private final Readout readout;
  private final double weightDecay;

  private Plans(
      Optimizer optimizer, Initialisation initialisation, Readout readout, double weightDecay) {
    this.optimizer = optimizer;
    this.initialisation = initialisation;
    this.readout = readout;
    this.weightDecay = weightDecay;
  }

  /** Plans of a study; empty if no law speaks of its optimizer. */
  static Optional<Plans> of(Training training) {
    String rule = training.optimizer().split(":", 2)[0];
    try {
      return Optional.of(
          new Plans(
              Optimizer.byId(rule),
              Initialisations.byId(training.start().init()),
              Readout.byId(training.start().readout()),
              training.weightDecay()));
    } catch (UnknownIdentifierException unknownToLaws) {
      return Optional.empty();
    }
  }

  /** Plans for runs whose settings are not known: SGD and the standard start. */
  static Plans standard() {
    return new Plans(Optimizer.SGD, Initialisations.byId("he"), Readout.byId("he"), 0);
  }

  /**
   * A plan.
   *
   * @throws InputException if the law cannot speak of these networks
   */
  TransferPlan plan(
      Network base,
      Network target,
      double rate,
      Law law,
      Optional<DepthMeasure> measure,
      WidthRule width) {
    return Transfer.plan(
        new TransferRequest(
            base,
            target,
            rate,
            optimizer,
            law,
            measure,
            initialisation,
            Optional.of(readout),
            width,
            weightDecay,
            OptionalDouble.empty(),
            EpsilonPolicy.CODE));
  }

  /** The rate of all tensors, where the plan changes nothing but that. */
  OptionalDouble oneRate(TransferPlan plan) {
    List<TensorPlan> tensors = plan.tensors();
    if (!plan.forward().isEmpty() || tensors.isEmpty()) {
      return OptionalDouble.empty();
    }
    double rate = tensors.get(0).learningRate();
    Initialiser standard =
        new Initialiser(plan.request().target(), initialisation, Optional.of(readout));
    boolean plain =
        tensors.stream()
            .allMatch(
                tensor ->
                    tensor.learningRate() == rate
                        && tensor.weightDecay() == weightDecay
                        && tensor.epsilon().orElse(STANDARD_EPSILON) == STANDARD_EPSILON
                        && isSame(tensor.initial(), standard.of(tensor.tensor())));
    return plain ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  /** Whether two plans for one network train it alike. */
  static boolean areAlike(TransferPlan one, TransferPlan other) {
    OptionalDouble ratio = ratio(one, other);
    return ratio.isPresent() && ratio.getAsDouble() == 1;
  }

  /**
   * The learning rates of one plan over those of another for the same network, where that is one
   * number and the plans agree in all else; empty where not.
   */
  static OptionalDouble ratio(TransferPlan one, TransferPlan other) {
    if (one.tensors().isEmpty()
        || one.tensors().size() != other.tensors().size()
        || one.forward().size() != other.forward().size()) {
      return OptionalDouble.empty();
    }
    double ratio = one.tensors().get(0).learningRate() / other.tensors().get(0).learningRate();
    for (int i = 0; i < one.tensors().size(); i++) {
      TensorPlan a = one.tensors().get(i);
      TensorPlan b = other.tensors().get(i);
      if (!a.name().equals(b.name())
          || Math.abs(a.learningRate() / b.learningRate() / ratio - 1) > ROUNDING
          || a.weightDecay() != b.weightDecay()
          || !a.epsilon().equals(b.epsilon())
          || !isSame(a.initial(), b.initial())) {
        return OptionalDouble.empty();
      }
    }
    for (int i = 0; i < one.forward().size(); i++) {
      ForwardFactor a = one.forward().get(i);
      ForwardFactor b = other.forward().get(i);
      if (!a.node().equals(b.node()) || a.factor() != b.factor()) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(ratio);
  }

  private static boolean isSame(Initial one, Initial other) {
    return one.distribution() == other.distribution()
        && one.mean().equals(other.mean())
        && one.std().equals(other.std());
  }
}
