package org.etalon.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.InputException;

/**
 * Stochastic gradient descent as PyTorch has it: the decay is added to the gradient, d = g + λw;
 * the momentum is m ← μm + d; the step is −η·m, with Nesterov's −η·(d + μm) (Sutskever et al., "On
 * the importance of initialization and momentum in deep learning", in the form of {@code
 * torch.optim.SGD} without dampening).
 *
 * @param momentum μ, from 0 (none) to below 1
 * @param nesterov whether the step looks ahead; needs momentum
 */
public record Sgd(double momentum, boolean nesterov) implements UpdateRule {
  /** Checks the settings. */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InputException(
          "sgd:momentum", momentum + " is out of range", "give a number from 0 to below 1");
    }
    if (nesterov && momentum == 0) {
      throw new InputException(
          "sgd:nesterov", "means nothing without momentum", "give momentum=0.9 too");
    }
  }

  /** Without momentum. */
  public Sgd() {
    this(0, false);
  }

  @Override
  public String id() {
    return "sgd";
  }

  @Override
  public Optimiser on(List<Tensor> parameters, List<TensorRates> rates) {
    return new AtWork(this, parameters, rates);
  }

  private static final class AtWork implements Optimiser {
    private final Sgd rule;
    private final List<RateGroup> groups;
    private final Slots slots = new Slots();
    private final List<Tensor> targets;
    private final List<Tensor> momenta;
    private final Scalar decay;

    AtWork(Sgd rule, List<Tensor> parameters, List<TensorRates> rates) {
      this.rule = rule;
      this.groups = RateGroup.of(parameters.size(), rates);
      this.targets = slots.targets(parameters);
      this.momenta = rule.momentum == 0 ? List.of() : slots.zeros(targets);
      this.decay = slots.constant(rule.momentum);
    }

    @Override
    public void step(List<Tensor> gradients, double factor) {
      for (RateGroup group : groups) {
        double rate = group.rates().learningRate() * factor;
        double lambda = group.rates().weightDecay();
        Scalar down = new Scalar(-rate);
        Scalar shrink = new Scalar(1 - rate * lambda);
        Scalar weight = new Scalar(lambda);
        Scalar ahead = new Scalar(-rate * rule.momentum);
        for (int i : group.members()) {
          Tensor target = targets.get(i);
          Tensor gradient = gradients.get(i);
          if (rule.momentum == 0) {
            // w − η(g + λw), without a place for the sum.
            if (lambda != 0) {
              target.mul_(shrink);
            }
            target.add_(gradient, down);
            continue;
          }
          Tensor momentum = momenta.get(i).mul_(decay).add_(gradient);
          if (lambda != 0) {
            momentum.add_(target, weight);
          }
          if (!rule.nesterov) {
            target.add_(momentum, down);
            continue;
          }
          if (lambda != 0) {
            target.mul_(shrink);
          }
          target.add_(gradient, down).add_(momentum, ahead);
        }
      }
    }

    @Override
    public void close() {
      slots.close();
    }
  }
}
