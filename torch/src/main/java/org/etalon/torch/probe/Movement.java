package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.torch.Memory;
import org.etalon.torch.program.Values;

/**
 * How values of a network move under an optimiser's first step, to leading order in the learning
 * rate: Δz = η·(∂z/∂θ)·step.
 *
 * @param energies s, the mean over batch and coordinates of (Δz/η)², value by value
 * @param powers the mean over batch and coordinates of z², value by value
 * @param derivative how Δz/η was found
 */
public record Movement(List<Double> energies, List<Double> powers, Derivative derivative) {
  /** Size of a finite difference: the parameters move by this share of their length. */
  private static final double SHARE = 1e-7;

  /** How a derivative was found. */
  public enum Derivative {
    /** Exactly, by forward-mode differentiation. */
    FORWARD_MODE("forward mode"),
    /** By a central difference in double precision. */
    FINITE_DIFFERENCE("finite difference");

    private final String id;

    Derivative(String id) {
      this.id = id;
    }

    /** Its name, for people. */
    public String id() {
      return id;
    }
  }

  /** Copies the lists. */
  public Movement {
    energies = List.copyOf(energies);
    powers = List.copyOf(powers);
  }

  /** Measures exactly where every operation has a forward derivative, else by a difference. */
  public static Movement of(StartingPoint at, List<Node> nodes) {
    Optional<Movement> exact = exact(at, nodes);
    return exact.isPresent() ? exact.get() : byDifference(at, nodes);
  }

  /** Measures by forward mode; empty where an operation has no forward derivative. */
  static Optional<Movement> exact(StartingPoint at, List<Node> nodes) {
    try (ForwardLevel level = ForwardLevel.enter()) {
      return Optional.of(Memory.scoped(() -> Unrecorded.run(() -> throughLevel(at, nodes, level))));
    } catch (RuntimeException problem) {
      if (lacksForwardDerivative(problem)) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  /** Whether libtorch complains that an operation has no forward derivative. */
  static boolean lacksForwardDerivative(RuntimeException problem) {
    return String.valueOf(problem.getMessage()).contains("forward AD");
  }

  private static Movement throughLevel(StartingPoint at, List<Node> nodes, ForwardLevel level) {
    Map<String, Tensor> dual = new HashMap<>();
    List<Tensor> own = at.parameters();
    List<Parameter> names = at.network().graph().parameters();
    for (int i = 0; i < own.size(); i++) {
      dual.put(names.get(i).name(), level.dual(own.get(i), at.step().get(i)));
    }
    Values values = at.pass(dual);
    List<Double> energies = new ArrayList<>();
    List<Double> powers = new ArrayList<>();
    for (Node node : nodes) {
      Tensor value = values.of(node);
      Tensor tangent = level.tangent(value);
      energies.add(tangent.defined() ? meanSquare(tangent) : 0);
      powers.add(meanSquare(value.detach()));
    }
    return new Movement(energies, powers, Derivative.FORWARD_MODE);
  }

  /** Measures by a central difference. */
  static Movement byDifference(StartingPoint at, List<Node> nodes) {
    return Memory.scoped(() -> Unrecorded.run(() -> difference(at, nodes)));
  }

  private static Movement difference(StartingPoint at, List<Node> nodes) {
    double length = length(at.step());
    double rate = length == 0 ? 1 : SHARE * Math.max(length(at.parameters()), 1e-300) / length;
    Values ahead = at.pass(at.moved(rate));
    Values behind = at.pass(at.moved(-rate));
    List<Double> energies = new ArrayList<>();
    List<Double> powers = new ArrayList<>();
    for (Node node : nodes) {
      Tensor slope = ahead.of(node).sub(behind.of(node)).div(new Scalar(2 * rate));
      energies.add(meanSquare(slope));
      powers.add(meanSquare(ahead.of(node)));
    }
    return new Movement(energies, powers, Derivative.FINITE_DIFFERENCE);
  }

  private static double length(List<Tensor> tensors) {
    double squares = 0;
    for (Tensor tensor : tensors) {
      squares += tensor.detach().square().sum().item_double();
    }
    return Math.sqrt(squares);
  }

  private static double meanSquare(Tensor values) {
    return values.square().mean().item_double();
  }

  /**
   * The representations' movement.
   *
   * @throws InputException if the network has none
   */
  static Movement ofRepresentations(StartingPoint at) {
    if (at.representations().count() == 0) {
      throw new InputException(
          at.network().reference(),
          "has no representation before its read-out that could move",
          "probe a network of at least two layers in sequence, or with --kind logit-change");
    }
    return of(at, at.representations().nodes());
  }
}
