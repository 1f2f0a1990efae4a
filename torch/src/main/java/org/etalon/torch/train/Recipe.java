package org.etalon.torch.train;

import org.etalon.graph.InputException;
import org.etalon.torch.model.Loss;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.optim.UpdateRule;

/**
 * How a model is trained.
 *
 * @param rule what a step makes of gradients
 * @param rates what every tensor is trained with
 * @param schedule how rates change over the run
 * @param steps updates, at least 1; an epoch has {@link org.etalon.data.Batches#perEpoch()}
 * @param loss what is minimised
 * @param divergence when a run counts as diverged
 */
public record Recipe(
    UpdateRule rule,
    Rates rates,
    Schedule schedule,
    long steps,
    Loss loss,
    DivergenceRule divergence) {
  /** Checks the number of steps. */
  public Recipe {
    if (steps < 1) {
      throw new InputException("steps", steps + " is too few", "give at least 1");
    }
  }

  /** Cross-entropy at constant rates. */
  public Recipe(UpdateRule rule, Rates rates, long steps) {
    this(rule, rates, Schedule.constant(), steps, Loss.CROSS_ENTROPY, DivergenceRule.STANDARD);
  }

  /** The same with another schedule. */
  public Recipe with(Schedule other) {
    return new Recipe(rule, rates, other, steps, loss, divergence);
  }

  /** The same with another loss. */
  public Recipe with(Loss other) {
    return new Recipe(rule, rates, schedule, steps, other, divergence);
  }

  /** The same with another idea of divergence. */
  public Recipe with(DivergenceRule other) {
    return new Recipe(rule, rates, schedule, steps, loss, other);
  }
}
