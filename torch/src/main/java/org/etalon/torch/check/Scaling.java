package org.etalon.torch.check;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;

/**
 * The parametrisation under test, as the settings of {@link Transfer}: the smallest network is the
 * base, every network is a target.
 *
 * @param optimizer what all are trained with
 * @param learningRate the smallest network's, per step, > 0 and finite
 * @param width what is done where widths differ
 * @param law how the rate changes with depth
 * @param initialisation how weights start
 * @param readout how the read-out starts, other than the initialisation's own rule
 */
public record Scaling(
    Optimizer optimizer,
    double learningRate,
    WidthRule width,
    Law law,
    Initialisation initialisation,
    Optional<Readout> readout)
    implements Parametrisation {
  /**
   * Checks the numbers and combinations, as {@link TransferRequest} does.
   *
   * @throws org.etalon.graph.InputException naming the setting, or both settings, at fault
   */
  public Scaling {
    TransferRequest.check(
        learningRate, optimizer, law, Optional.empty(), initialisation, 0, OptionalDouble.empty());
  }

  /** The defaults of a check over widths. */
  public static Scaling of(Optimizer optimizer, WidthRule width) {
    return new Scaling(
        optimizer,
        standardRate(optimizer),
        width,
        standardLaw(Variation.Axis.WIDTH),
        Initialisations.byId("he"),
        standardReadout(width, Initialisations.byId("he")));
  }

  /** What {@code transfer} takes, am-mup, where depth varies; nothing to do where it does not. */
  public static Law standardLaw(Variation.Axis axis) {
    return Laws.byId(axis == Variation.Axis.WIDTH ? "constant" : "am-mup", OptionalDouble.empty());
  }

  /**
   * A rate at which changes are about linear in it, so that slopes are those of the leading order,
   * and far above what rounding does.
   */
  public static double standardRate(Optimizer optimizer) {
    return optimizer == Optimizer.SGD ? 0.005 : 0.0005;
  }

  /**
   * The read-out that a check takes unless one is given: {@code mean-field} with a width rule. μP
   * is stated for logits that vanish as width grows; with {@code he} they do so from order one at
   * the smallest width on, which changes the gradients of all layers in between and tilts every
   * slope. Empty, the initialisation's own, where widths get no rule: that is what is in use there.
   */
  public static Optional<Readout> standardReadout(WidthRule width, Initialisation initialisation) {
    return width == WidthRule.MUP && initialisation.defaultReadout() == Readout.HE
        ? Optional.of(Readout.MEAN_FIELD)
        : Optional.empty();
  }

  /** The same at another rate. */
  public Scaling withLearningRate(double rate) {
    return new Scaling(optimizer, rate, width, law, initialisation, readout);
  }

  /** The same by another law of depth. */
  public Scaling withLaw(Law other) {
    return new Scaling(optimizer, learningRate, width, other, initialisation, readout);
  }

  /** The same with another start. */
  public Scaling withStart(Initialisation other, Optional<Readout> otherReadout) {
    return new Scaling(optimizer, learningRate, width, law, other, otherReadout);
  }

  /**
   * The plan from the base to a target.
   *
   * @throws org.etalon.graph.InputException if the law cannot speak of these networks
   */
  public TransferPlan plan(Network base, Network target) {
    return Transfer.plan(
        new TransferRequest(
            base,
            target,
            learningRate,
            optimizer,
            law,
            Optional.empty(),
            initialisation,
            readout,
            width,
            0,
            OptionalDouble.empty(),
            EpsilonPolicy.CODE));
  }

  @Override
  public Setting of(Network base, Network target) {
    TransferPlan plan = plan(base, target);
    return new Setting(Start.of(plan), Rates.of(plan));
  }
}
