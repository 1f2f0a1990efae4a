package org.etalon.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;

/**
 * Adam with both corrections of bias (Kingma and Ba, "Adam: A Method for Stochastic Optimization",
 * algorithm 1): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², and the step −η·m̂/(√v̂ + ε) with m̂ =
 * m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ). ε stands outside the root and is not scaled, as in PyTorch.
 *
 * @param beta1 β₁, from 0 to below 1
 * @param beta2 β₂, from 0 to below 1
 * @param decay what the weight decay λ means
 */
public record Adam(double beta1, double beta2, Decay decay) implements UpdateRule {
  /** What a weight decay λ means. */
  public enum Decay {
    /** Added to the gradient: g + λw ({@code adam}). */
    L2,
    /**
     * Beside the step: −η·λ·w ({@code adamw}; Loshchilov and Hutter, "Decoupled Weight Decay
     * Regularization", with λ multiplied by the rate, as PyTorch does).
     */
    DECOUPLED
  }

  /** PyTorch's defaults. */
  public static final double BETA1 = 0.9;

  /** PyTorch's defaults. */
  public static final double BETA2 = 0.999;

  /** Checks the settings. */
  public Adam {
    require("beta1", beta1);
    require("beta2", beta2);
  }

  /** With β₁ = 0.9, β₂ = 0.999. */
  public Adam(Decay decay) {
    this(BETA1, BETA2, decay);
  }

  private static void require(String key, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new InputException(
          "adam:" + key, beta + " is out of range", "give a number from 0 to below 1");
    }
  }

  @Override
  public String id() {
    return decay == Decay.L2 ? "adam" : "adamw";
  }

  @Override
  public Optimiser on(List<Tensor> parameters, List<TensorRates> rates) {
    return new AtWork(this, parameters, rates);
  }

  private static final class AtWork implements Optimiser {
    private final Adam rule;
    private final List<RateGroup> groups;
    private final Slots slots = new Slots();
    private final List<Tensor> targets;
    private final List<Tensor> means;
    private final List<Tensor> squares;
    private final List<Tensor> scratch;
    private final Scalar keepMean;
    private final Scalar keepSquare;
    private final Scalar addSquare;
    private long steps;

    AtWork(Adam rule, List<Tensor> parameters, List<TensorRates> rates) {
      this.rule = rule;
      this.groups = RateGroup.of(parameters.size(), rates);
      this.targets = slots.targets(parameters);
      this.means = slots.zeros(targets);
      this.squares = slots.zeros(targets);
      this.scratch = targets.isEmpty() ? List.of() : slots.scratch(targets);
      this.keepMean = slots.constant(1 - rule.beta1);
      this.keepSquare = slots.constant(rule.beta2);
      this.addSquare = slots.constant(1 - rule.beta2);
    }

    @Override
    public void step(List<Tensor> gradients, double factor) {
      steps++;
      double meanBias = 1 - Math.pow(rule.beta1, (double) steps);
      double rootBias = Math.sqrt(1 - Math.pow(rule.beta2, (double) steps));
      for (RateGroup group : groups) {
        double rate = group.rates().learningRate() * factor;
        double lambda = group.rates().weightDecay();
        // η·m̂/(√v̂ + ε) = η·(rootBias/meanBias)·m/(√v + ε·rootBias): one pass fewer.
        Scalar down = new Scalar(-rate * rootBias / meanBias);
        Scalar epsilon = new Scalar(group.rates().epsilon() * rootBias);
        Scalar shrink = new Scalar(1 - rate * lambda);
        Scalar weight = new Scalar(lambda);
        for (int i : group.members()) {
          Tensor target = targets.get(i);
          Tensor gradient = gradients.get(i);
          Tensor room = scratch.get(i);
          if (lambda != 0) {
            if (rule.decay == Decay.DECOUPLED) {
              target.mul_(shrink);
            } else {
              gradient = torch.add_out(room, gradient, target, weight);
            }
          }
          Tensor mean = means.get(i).lerp_(gradient, keepMean);
          Tensor square = squares.get(i).mul_(keepSquare).addcmul_(gradient, gradient, addSquare);
          // Decay's sum is used up: its room is free.
          torch.sqrt_out(room, square);
          target.addcdiv_(mean, room.add_(epsilon), down);
        }
      }
    }

    @Override
    public void close() {
      slots.close();
    }
  }
}
