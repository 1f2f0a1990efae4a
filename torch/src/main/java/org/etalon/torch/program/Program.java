package org.etalon.torch.program;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A graph with its kernels for one shape of the data, and the tensors that its parameters are.
 * Kernels are made in the course of the first pass, when the shapes of their operands are known;
 * what depends on neither data nor parameters is computed once. For one thread at a time.
 */
public final class Program implements AutoCloseable {
  private final Graph graph;
  private final Map<String, Tensor> parameters;
  private final OperandFactors factors;
  private final Compilation compilation;
  private final @Nullable Kernel[] kernels;
  private final @Nullable Tensor[] fixed;
  private final int[][] operands;
  private final BitSet varying;
  private boolean compiled;

  /**
   * Prepares a graph.
   *
   * @param graph the network
   * @param parameters the tensor of every parameter and buffer by name; they stay the caller's
   * @param factors what operands are multiplied by
   * @param precision of reals
   * @param device where it runs
   */
  public Program(
      Graph graph,
      Map<String, Tensor> parameters,
      OperandFactors factors,
      Precision precision,
      Device device) {
    this.graph = graph;
    this.parameters = Map.copyOf(parameters);
    this.factors = factors;
    int size = graph.nodes().size();
    this.compilation = new Compilation(size, precision, device);
    this.kernels = new Kernel[size];
    this.fixed = new Tensor[size];
    this.operands = new int[size][];
    for (Node node : graph.nodes()) {
      operands[node.index()] = node.operands().stream().mapToInt(Node::index).toArray();
    }
    this.varying = varying(graph);
  }

  /** Which nodes must be computed in every pass: what data, parameters or chance reach. */
  private static BitSet varying(Graph graph) {
    BitSet varying = new BitSet(graph.nodes().size());
    for (Node node : graph.nodes()) {
      boolean any =
          node.operation() instanceof Source.Input
              || node.operation() instanceof Source.Learned
              || node.operation() instanceof Pointwise.Dropout
              || (node.operation() instanceof Source.Auxiliary auxiliary
                  && CallKernels.isRandom(auxiliary.body()));
      for (Node operand : node.operands()) {
        any |= varying.get(operand.index());
      }
      varying.set(node.index(), any);
    }
    return varying;
  }

  /**
   * One pass. Every value is made inside the caller's {@link Memory#scoped scope}.
   *
   * @param inputs a tensor for every data input, by name
   * @param run what the pass depends on beside them
   * @return the value of every node, by index
   * @throws InputException if the data do not fit, or an operation cannot be run
   */
  public Values run(Map<String, Tensor> inputs, Run run) {
    Tensor[] values = new Tensor[kernels.length];
    for (Node input : graph.inputs()) {
      values[input.index()] = input(input, inputs);
    }
    for (Node node : graph.nodes()) {
      int i = node.index();
      Tensor known = fixed[i];
      if (values[i] == null) {
        values[i] = known != null ? known : value(node, values, run);
      }
    }
    compiled = true;
    return new Values(values);
  }

  /** Data first: they tell what symbolic sizes are. */
  private Tensor input(Node node, Map<String, Tensor> inputs) {
    Tensor given = inputs.get(node.name());
    if (given == null) {
      throw new InputException(
          node.name(), "is a data input that no data were given for", "give data for it");
    }
    if (!compiled) {
      compilation.computed(node, given.shape());
    }
    return given;
  }

  private Tensor value(Node node, Tensor[] values, Run run) {
    int i = node.index();
    Kernel kernel = kernels[i];
    boolean first = kernel == null;
    if (kernel == null) {
      kernel = factors.around(node, compile(node));
      kernels[i] = kernel;
    }
    int[] from = operands[i];
    Tensor[] in = new Tensor[from.length];
    for (int k = 0; k < from.length; k++) {
      in[k] = values[from[k]];
    }
    Tensor value = computed(node, kernel, in, run);
    if (first) {
      compilation.computed(node, value.shape());
    }
    if (first && !varying.get(i)) {
      fixed[i] = Memory.keep(value);
    }
    return value;
  }

  private static Tensor computed(Node node, Kernel kernel, Tensor[] in, Run run) {
    try {
      return kernel.apply(in, run);
    } catch (InputException known) {
      throw known;
    } catch (RuntimeException problem) {
      String message = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
      throw new InputException(
          node.name(),
          node.operation().label()
              + " of "
              + Arrays.stream(in).map(t -> Arrays.toString(t.shape())).toList()
              + " cannot be run: "
              + message,
          "check the model and the sizes of the data");
    }
  }

  private Kernel compile(Node node) {
    Operation operation = node.operation();
    if (operation instanceof Layer layer) {
      return LayerKernels.of(layer, node, compilation);
    }
    if (operation instanceof Join join) {
      return JoinKernels.of(join, node);
    }
    if (operation instanceof Rearrangement rearrangement) {
      return RearrangementKernels.of(rearrangement, node, compilation);
    }
    if (operation instanceof Pointwise pointwise) {
      return pointwise(pointwise, node);
    }
    if (operation instanceof Source source) {
      return source(source, node);
    }
    throw new IllegalArgumentException("no kernel for " + operation);
  }

  private Kernel pointwise(Pointwise pointwise, Node node) {
    if (pointwise instanceof Pointwise.Activation activation) {
      return ActivationKernels.of(activation, node, compilation);
    }
    if (pointwise instanceof Pointwise.Normalisation norm) {
      return NormKernels.of(norm, node, compilation);
    }
    if (pointwise instanceof Pointwise.Softmax softmax) {
      int axis = softmax.axis();
      return softmax.logarithm()
          ? (in, run) -> in[0].log_softmax(axis)
          : (in, run) -> in[0].softmax(axis);
    }
    if (pointwise instanceof Pointwise.Dropout dropout) {
      return dropout(dropout.rate());
    }
    throw CallKernels.unsupported(node, node.operation().label());
  }

  /** Random zeroing by the run's own generator: libtorch's dropout knows only the process's. */
  private static Kernel dropout(double rate) {
    return (in, run) -> {
      if (!run.training() || rate == 0) {
        return in[0];
      }
      Tensor mask = in[0].new_empty(in[0].shape()).bernoulli_(1 - rate, run.generator());
      return rate == 1 ? in[0].mul(mask) : in[0].mul(mask.div_(new Scalar(1 - rate)));
    };
  }

  private Kernel source(Source source, Node node) {
    if (source instanceof Source.Learned learned) {
      Parameter parameter = learned.parameter();
      Tensor tensor = parameters.get(parameter.name());
      if (tensor == null) {
        throw new IllegalStateException("no tensor was made for parameter " + parameter.name());
      }
      return (in, run) -> tensor;
    }
    if (source instanceof Source.Constant constant) {
      return Constants.reals(constant, node, compilation);
    }
    if (source instanceof Source.Indices indices) {
      return Constants.wholes(indices, node, compilation);
    }
    if (source instanceof Source.Auxiliary auxiliary) {
      return CallKernels.body(auxiliary.body(), node, compilation);
    }
    throw new IllegalArgumentException("no kernel for " + source);
  }

  /** Frees what was computed once. */
  @Override
  public void close() {
    for (int i = 0; i < fixed.length; i++) {
      Tensor tensor = fixed[i];
      if (tensor != null) {
        Memory.free(tensor);
        fixed[i] = null;
      }
    }
  }
}
