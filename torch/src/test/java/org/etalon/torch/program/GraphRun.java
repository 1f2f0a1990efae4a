package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;
import org.etalon.graph.Source;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;

/**
 * A small graph with numbers for everything that enters it, run in double precision: what it
 * computes, and whether its derivatives are those of what it computes.
 *
 * <p>Derivatives are compared with central differences: for a step h of 1e-6 these are right to
 * about 1e-9, so 1e-6 of their size is required.
 */
public final class GraphRun {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-6;

  private final Graph graph;
  private final Map<String, Numbers> reals;
  private final Map<String, Wholes> wholes;
  private final boolean training;

  /** Real numbers of a shape, row-major. */
  public static final class Numbers {
    private final double[] values;
    private final long[] shape;

    /** Keeps both arrays as they are. */
    public Numbers(double[] values, long[] shape) {
      this.values = values;
      this.shape = shape;
    }

    /** The numbers themselves. */
    public double[] values() {
      return values;
    }

    /** Their sizes. */
    public long[] shape() {
      return shape;
    }
  }

  /** Whole numbers of a shape, row-major. */
  public static final class Wholes {
    private final long[] values;
    private final long[] shape;

    /** Keeps both arrays as they are. */
    public Wholes(long[] values, long[] shape) {
      this.values = values;
      this.shape = shape;
    }

    /** The numbers themselves. */
    public long[] values() {
      return values;
    }

    /** Their sizes. */
    public long[] shape() {
      return shape;
    }
  }

  /**
   * A run to be.
   *
   * @param reals numbers by the name of an input or parameter; those of a name that starts with
   *     "running" have no derivative
   * @param wholes identifiers by the name of an input
   */
  public GraphRun(
      Graph graph, Map<String, Numbers> reals, Map<String, Wholes> wholes, boolean training) {
    LibTorch.load();
    this.graph = graph;
    this.reals = new LinkedHashMap<>(reals);
    this.wholes = Map.copyOf(wholes);
    this.training = training;
  }

  /** What the graph computes. */
  public Numbers result() {
    return result(graph.output());
  }

  /** The value of one node. */
  Numbers result(Node node) {
    return Memory.scoped(() -> numbers(pass(operands(Map.of())).of(node)));
  }

  /** Requires reverse-mode and forward-mode derivatives to agree with differences. */
  public void requireDerivatives() {
    if (variables().isEmpty()) {
      return;
    }
    Memory.scoped(this::requireGradient);
    requireForwardDerivative();
  }

  private void requireGradient() {
    Map<String, Tensor> operands = operands(Map.of());
    TensorVector variables = new TensorVector();
    for (String name : variables()) {
      operands.get(name).set_requires_grad(true);
      variables.push_back(operands.get(name));
    }
    Tensor output = pass(operands).of(graph.output());
    if (!output.requires_grad()) {
      // A step function: constant wherever it has a derivative.
      return;
    }
    double[] weights = normal("weights of the result", (int) output.numel());
    Tensor weighted = output.mul(AbstractTensor.create(weights, output.shape())).sum();
    TensorVector gradients =
        torch.grad(
            new TensorVector(weighted),
            variables,
            new TensorVector(),
            new BoolOptional(),
            false,
            true);
    int at = 0;
    for (String name : variables()) {
      Tensor gradient = gradients.get(at++);
      double[] before = reals.get(name).values();
      double[] found = gradient.defined() ? numbers(gradient).values() : new double[before.length];
      for (int i = 0; i < before.length; i++) {
        double slope = (moved(name, i, STEP, weights) - moved(name, i, -STEP, weights)) / 2 / STEP;
        assertThat(found[i])
            .as("gradient of %s[%d]", name, i)
            .isCloseTo(slope, within(TOLERANCE * Math.max(1, Math.abs(slope))));
      }
    }
  }

  private double moved(String name, int i, double by, double[] weights) {
    double[] values = reals.get(name).values().clone();
    values[i] += by;
    return Memory.scoped(
        () -> {
          double[] result =
              numbers(pass(operands(Map.of(name, values))).of(graph.output())).values();
          double sum = 0;
          for (int k = 0; k < result.length; k++) {
            sum += weights[k] * result[k];
          }
          return sum;
        });
  }

  private void requireForwardDerivative() {
    Map<String, double[]> direction = new HashMap<>();
    variables()
        .forEach(n -> direction.put(n, normal("direction of " + n, reals.get(n).values().length)));
    long level = torch.enter_dual_level();
    double[] found;
    try {
      found =
          Memory.scoped(
              () -> {
                Map<String, Tensor> operands = operands(Map.of());
                for (String name : variables()) {
                  Tensor value = operands.get(name);
                  Tensor dual = value.alias();
                  Tensor tangent = AbstractTensor.create(direction.get(name), value.shape());
                  dual.unsafeGetTensorImpl()._set_fw_grad(tangent, dual, level, false);
                  operands.put(name, dual);
                }
                Tensor output = pass(operands).of(graph.output());
                Tensor derivative = output.unsafeGetTensorImpl()._fw_grad(level, output);
                return derivative.defined()
                    ? numbers(derivative).values()
                    : new double[(int) output.numel()];
              });
    } finally {
      torch.exit_dual_level(level);
    }
    double[] above = along(direction, STEP);
    double[] below = along(direction, -STEP);
    for (int i = 0; i < found.length; i++) {
      double slope = (above[i] - below[i]) / 2 / STEP;
      assertThat(found[i])
          .as("forward derivative of result[%d]", i)
          .isCloseTo(slope, within(TOLERANCE * Math.max(1, Math.abs(slope))));
    }
  }

  private double[] along(Map<String, double[]> direction, double step) {
    Map<String, double[]> moved = new HashMap<>();
    direction.forEach(
        (name, by) -> {
          double[] values = reals.get(name).values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] += step * by[i];
          }
          moved.put(name, values);
        });
    return Memory.scoped(() -> numbers(pass(operands(moved)).of(graph.output())).values());
  }

  private java.util.List<String> variables() {
    return reals.keySet().stream().filter(name -> !name.startsWith("running")).toList();
  }

  private Map<String, Tensor> operands(Map<String, double[]> moved) {
    Map<String, Tensor> operands = new HashMap<>();
    reals.forEach(
        (name, numbers) ->
            operands.put(
                name,
                AbstractTensor.create(
                    moved.getOrDefault(name, numbers.values()).clone(), numbers.shape())));
    wholes.forEach(
        (name, numbers) ->
            operands.put(name, AbstractTensor.create(numbers.values().clone(), numbers.shape())));
    return operands;
  }

  private Values pass(Map<String, Tensor> operands) {
    Map<String, Tensor> parameters = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operation() instanceof Source.Learned learned) {
        parameters.put(learned.parameter().name(), operands.get(learned.parameter().name()));
      }
    }
    // Its constants are small and belong to the scope, so it need not be closed.
    Program program =
        new Program(graph, parameters, OperandFactors.none(), Precision.FLOAT64, Device.CPU);
    GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(7));
    return program.run(operands, new Run(training, generator));
  }

  /** The elements of a tensor as doubles: truth values as 0 and 1. */
  public static Numbers numbers(Tensor tensor) {
    Tensor flat = tensor.detach().to(ScalarType.Double).contiguous();
    double[] values = new double[(int) flat.numel()];
    if (values.length > 0) {
      new DoublePointer(flat.data_ptr_double()).get(values);
    }
    return new Numbers(values, tensor.shape());
  }

  /** Numbers drawn from a normal distribution, the same for the same name. */
  public static double[] normal(String name, int count) {
    Random random = new Random(name.hashCode());
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }
}
