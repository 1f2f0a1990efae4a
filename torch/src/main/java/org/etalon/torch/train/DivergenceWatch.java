package org.etalon.torch.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.Memory;

/**
 * Finds out that a run has diverged, from one number a step. Gradients are not looked at: one that
 * is not finite makes parameters and so the next loss not finite, and the parameters then tell.
 */
final class DivergenceWatch {
  private final DivergenceRule rule;
  private final List<Tensor> parameters;
  private double first = Double.NaN;
  private int above;

  DivergenceWatch(DivergenceRule rule, List<Tensor> parameters) {
    this.rule = rule;
    this.parameters = parameters;
  }

  /** Takes note of a step's loss, before its update. */
  Optional<Outcome.Diverged> see(long step, double loss) {
    if (!Double.isFinite(loss)) {
      return Optional.of(notFinite(step, loss));
    }
    if (step == 0) {
      first = loss;
    }
    above = loss > rule.multiple() * Math.abs(first) ? above + 1 : 0;
    if (above < rule.steps()) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Diverged(
            step,
            Outcome.Cause.LOSS_TOO_HIGH,
            String.format(
                Locale.ROOT,
                "the loss was above %.4g times the first step's %.4g for %d steps, at last %.4g",
                rule.multiple(),
                first,
                above,
                loss)));
  }

  private Outcome.Diverged notFinite(long step, double loss) {
    if (step > 0 && !parametersAreFinite()) {
      return update(step - 1);
    }
    return new Outcome.Diverged(step, Outcome.Cause.LOSS_NOT_FINITE, "the loss was " + loss);
  }

  /** Looks at what the last update left, which no loss has shown. */
  Optional<Outcome.Diverged> afterLast(long step) {
    return parametersAreFinite() ? Optional.empty() : Optional.of(update(step));
  }

  private static Outcome.Diverged update(long step) {
    return new Outcome.Diverged(
        step,
        Outcome.Cause.UPDATE_NOT_FINITE,
        "a gradient, or the update made of it, was infinite or not a number");
  }

  private boolean parametersAreFinite() {
    return Memory.scoped(
        () ->
            parameters.stream()
                .allMatch(parameter -> parameter.detach().isfinite().all().item_bool()));
  }
}
