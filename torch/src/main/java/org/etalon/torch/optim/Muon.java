package org.etalon.torch.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;
import org.etalon.graph.Parameter;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;

/**
 * Muon: the momentum of a hidden weight, made orthogonal by five steps of a Newton–Schulz
 * iteration, is its step (Jordan et al., "Muon: An optimizer for hidden layers in neural networks",
 * 2024). Kernels count as matrices of output features by all the rest. The step is scaled to
 * 0.2·√max(rows, columns), so that its elements are as large as AdamW's and one rate serves both
 * (Liu et al., "Muon is Scalable for LLM Training", arXiv:2502.16982, equation 4); decay is
 * decoupled. All other tensors, input layers and read-outs among them, are AdamW's.
 *
 * <p>A rule that is put {@link #on} tensors without their {@link #forNetwork network} cannot tell
 * hidden weights from others and takes every tensor of two or more axes for one.
 *
 * @param momentum μ of m ← μm + g, from 0 to below 1
 * @param nesterov whether g + μm is made orthogonal instead of m
 * @param others the rule of the other tensors
 */
public record Muon(double momentum, boolean nesterov, Adam others) implements UpdateRule {
  /** The paper's momentum. */
  public static final double MOMENTUM = 0.95;

  private static final int ITERATIONS = 5;

  /** The paper's quintic a·x + b·x³ + c·x⁵, which drives singular values to near 1. */
  private static final double A = 3.4445;

  private static final double B = -4.7750;
  private static final double C = 2.0315;

  private static final double SMALLEST_NORM = 1e-7;

  /** Root mean square of AdamW's steps, over the rate, as Liu et al. found it. */
  private static final double STEP = 0.2;

  /** Checks the momentum. */
  public Muon {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InputException(
          "muon:momentum", momentum + " is out of range", "give a number from 0 to below 1");
    }
  }

  /** As published: momentum 0.95, Nesterov's, AdamW beside it. */
  public Muon() {
    this(MOMENTUM, true, new Adam(Adam.Decay.DECOUPLED));
  }

  @Override
  public String id() {
    return "muon";
  }

  @Override
  public Optimiser on(List<Tensor> parameters, List<TensorRates> rates) {
    List<Boolean> matrices = parameters.stream().map(parameter -> parameter.dim() >= 2).toList();
    return new AtWork(this, matrices, parameters, rates);
  }

  @Override
  public UpdateRule forNetwork(Network network) {
    Set<String> hidden = new HashSet<>();
    for (org.etalon.tensor.Tensor tensor : network.tensors()) {
      if (tensor.role() == Role.HIDDEN) {
        hidden.add(tensor.name());
      }
    }
    List<Parameter> parameters = network.graph().parameters();
    return new OnHidden(
        this,
        parameters.stream()
            .map(parameter -> hidden.contains(parameter.name()) && parameter.shape().rank() >= 2)
            .toList());
  }

  /** The rule with its knowledge of one network. */
  private record OnHidden(Muon rule, List<Boolean> matrices) implements UpdateRule {
    @Override
    public String id() {
      return rule.id();
    }

    @Override
    public Optimiser on(List<Tensor> parameters, List<TensorRates> rates) {
      if (parameters.size() != matrices.size()) {
        throw new IllegalArgumentException(
            parameters.size() + " tensors of a network that has " + matrices.size());
      }
      return new AtWork(rule, matrices, parameters, rates);
    }
  }

  private static final class AtWork implements Optimiser {
    private final Muon rule;
    private final List<Integer> ours = new ArrayList<>();
    private final List<Integer> theirs = new ArrayList<>();
    private final List<RateGroup> groups;
    private final Slots slots = new Slots();
    private final List<Tensor> targets;
    private final List<Tensor> momenta;
    private final Optimiser others;
    private final Scalar keep;
    private final Scalar a;
    private final Scalar b;
    private final Scalar c;
    private final Scalar one;
    private final Scalar smallest;

    AtWork(Muon rule, List<Boolean> matrices, List<Tensor> parameters, List<TensorRates> rates) {
      this.rule = rule;
      for (int i = 0; i < parameters.size(); i++) {
        (matrices.get(i) ? ours : theirs).add(i);
      }
      this.groups = RateGroup.of(ours.size(), chosen(rates, ours));
      this.targets = slots.targets(chosen(parameters, ours));
      this.momenta = slots.zeros(targets);
      this.others = rule.others.on(chosen(parameters, theirs), chosen(rates, theirs));
      this.keep = slots.constant(rule.momentum);
      this.a = slots.constant(A);
      this.b = slots.constant(B);
      this.c = slots.constant(C);
      this.one = slots.constant(1);
      this.smallest = slots.constant(SMALLEST_NORM);
    }

    private static <T> List<T> chosen(List<T> all, List<Integer> places) {
      List<T> some = new ArrayList<>(places.size());
      places.forEach(place -> some.add(all.get(place)));
      return Collections.unmodifiableList(some);
    }

    @Override
    public void step(List<Tensor> gradients, double factor) {
      List<Tensor> own = chosen(gradients, ours);
      for (RateGroup group : groups) {
        double rate = group.rates().learningRate() * factor;
        double lambda = group.rates().weightDecay();
        Scalar shrink = new Scalar(1 - rate * lambda);
        for (int i : group.members()) {
          Tensor target = targets.get(i);
          Tensor gradient = own.get(i);
          Tensor momentum = momenta.get(i).mul_(keep).add_(gradient);
          if (lambda != 0) {
            target.mul_(shrink);
          }
          Tensor direction = rule.nesterov ? gradient.add(momentum, keep) : momentum;
          Tensor matrix = direction.reshape(target.shape()[0], -1);
          double size = STEP * Math.sqrt((double) Math.max(matrix.size(0), matrix.size(1)));
          target.add_(orthogonal(matrix).reshape(target.shape()), new Scalar(-rate * size));
        }
      }
      others.step(chosen(gradients, theirs), factor);
    }

    /** UVᵀ of a matrix UΣVᵀ, nearly: singular values end between about 0.7 and 1.2. */
    private Tensor orthogonal(Tensor matrix) {
      boolean tall = matrix.size(0) > matrix.size(1);
      Tensor x = tall ? matrix.t() : matrix;
      x = x.div(x.norm().add(smallest));
      for (int i = 0; i < ITERATIONS; i++) {
        Tensor gram = x.mm(x.t());
        Tensor polynomial = torch.addmm(gram, gram, gram, b, c);
        x = torch.addmm(x, polynomial, x, a, one);
      }
      return tall ? x.t() : x;
    }

    @Override
    public void close() {
      slots.close();
      others.close();
    }
  }
}
