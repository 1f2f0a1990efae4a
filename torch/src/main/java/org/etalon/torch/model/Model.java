package org.etalon.torch.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Source;
import org.etalon.init.Initial;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.program.OperandFactors;
import org.etalon.torch.program.Program;
import org.etalon.torch.program.Run;
import org.etalon.torch.program.Values;

/**
 * A network with tensors of its own, ready to run: parameters drawn by a {@link Start}, buffers, a
 * program for each shape of the data, and a generator for dropout. Everything is a function of the
 * network, the start and the seed. Used by one thread at a time; several models run in several
 * threads at once.
 */
public final class Model implements AutoCloseable {
  /** Programs kept for different shapes of the data: a full batch, a last one, a test batch. */
  private static final int MOST_PROGRAMS = 8;

  private static final String DROPOUT = "dropout";

  private final Network network;
  private final Precision precision;
  private final Device device;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final List<Parameter> learned;
  private final OperandFactors factors;
  private final Map<String, Program> programs = new LinkedHashMap<>(MOST_PROGRAMS, 0.75f, true);
  private final GeneratorOptional generator;
  private final TensorVector parameters;

  /**
   * Allocates and draws a network's tensors.
   *
   * @param network the network as it was analysed
   * @param start what its tensors start from
   * @param seed of draws and dropout
   * @param precision of reals
   * @param device where it runs
   * @throws InputException if libtorch or the device is missing, or the memory would not do
   */
  public Model(Network network, Start start, long seed, Precision precision, Device device) {
    device.require();
    MemoryEstimate.ofParameters(network.graph(), precision).require(network.reference());
    this.network = network;
    this.precision = precision;
    this.device = device;
    this.learned = network.graph().parameters();
    this.factors = OperandFactors.of(network.graph(), start.factors());
    Map<String, Double> constants = bufferValues(network.graph());
    Memory.scoped(
        () -> {
          for (Node node : network.graph().nodes()) {
            if (node.operation() instanceof Source.Learned source) {
              Parameter parameter = source.parameter();
              tensors.put(parameter.name(), Memory.keep(made(parameter, start, seed, constants)));
            }
          }
        });
    this.parameters = Memory.scoped(() -> Memory.keep(vector()));
    SplittableRandom random = Draws.stream(seed, DROPOUT);
    this.generator =
        Memory.scoped(
            () -> {
              Generator own = torch.make_generator_cpu(random.nextLong());
              return Memory.keep(new GeneratorOptional(own));
            });
  }

  private TensorVector vector() {
    TensorVector vector = new TensorVector();
    learned.forEach(parameter -> vector.push_back(tensor(parameter)));
    return vector;
  }

  private Tensor made(Parameter parameter, Start start, long seed, Map<String, Double> constants) {
    long[] sizes = parameter.shape().sizes();
    boolean learns = parameter.kind() == Parameter.Kind.LEARNED;
    Tensor tensor = torch.empty(sizes, new TensorOptions(precision.type()), null);
    Draws.Sink sink = sink(tensor, precision);
    if (learns) {
      Initial initial = start.of(parameter.name());
      Draws.fill(initial, parameter.scalars(), seed, parameter.name(), sink);
    } else {
      double value = parameter.initialValue().orElse(constants.getOrDefault(parameter.name(), 0.0));
      tensor.fill_(new Scalar(value));
    }
    Tensor placed = tensor.to(device.device(), precision.type());
    return learns ? placed.set_requires_grad(true) : placed;
  }

  /** Writes a new tensor's elements, from the first on. */
  private static Draws.Sink sink(Tensor tensor, Precision precision) {
    if (precision == Precision.FLOAT64) {
      DoublePointer elements = tensor.data_ptr_double();
      return (buffer, count) -> {
        elements.put(buffer, 0, count);
        elements.position(elements.position() + count);
      };
    }
    FloatPointer elements = tensor.data_ptr_float();
    float[] rounded = new float[Draws.PIECE];
    return (buffer, count) -> {
      for (int i = 0; i < count; i++) {
        rounded[i] = (float) buffer[i];
      }
      elements.put(rounded, 0, count);
      elements.position(elements.position() + count);
    };
  }

  /** Running variances start at 1; every other buffer at 0. */
  private static Map<String, Double> bufferValues(Graph graph) {
    Map<String, Double> values = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operation() instanceof Pointwise.Normalisation
          && node.operands().size() > 4
          && node.operands().get(4).operation() instanceof Source.Learned variance) {
        values.put(variance.parameter().name(), 1.0);
      }
    }
    return values;
  }

  /** The network it runs. */
  public Network network() {
    return network;
  }

  /** The number format. */
  public Precision precision() {
    return precision;
  }

  /** Where it runs. */
  public Device device() {
    return device;
  }

  /** The learned tensors, in the order of first use. */
  public List<Parameter> parameters() {
    return learned;
  }

  /** The tensors that are no parameters, such as running statistics, by name; the model's own. */
  public Map<String, Tensor> buffers() {
    Map<String, Tensor> buffers = new LinkedHashMap<>(tensors);
    learned.forEach(parameter -> buffers.remove(parameter.name()));
    return buffers;
  }

  /** The tensor of a parameter; the model's own. */
  public Tensor tensor(Parameter parameter) {
    return tensor(parameter.name());
  }

  /** The tensor of a parameter or buffer; the model's own. */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InputException(name, "is no tensor of this network", "check the name");
    }
    return tensor;
  }

  /** The run settings of a training pass, with this model's own randomness. */
  public Run training() {
    return new Run(true, generator);
  }

  /** The run settings of an evaluation pass. */
  public Run evaluation() {
    return new Run(false, generator);
  }

  /**
   * One pass. Values belong to the caller's {@link Memory#scoped scope}.
   *
   * @throws InputException if the data do not fit the network or an operation cannot be run
   */
  public Values forward(Map<String, Tensor> inputs, Run run) {
    return program(inputs).run(inputs, run);
  }

  /**
   * One pass with other tensors in place of some of the model's own: its parameters moved along a
   * step, or copies of its buffers. What the pass leaves behind is theirs.
   *
   * @param substitutes by the name of the parameter or buffer they stand for
   * @throws InputException if the data do not fit the network or an operation cannot be run
   */
  public Values forward(Map<String, Tensor> inputs, Map<String, Tensor> substitutes, Run run) {
    Map<String, Tensor> all = new HashMap<>(tensors);
    all.putAll(substitutes);
    try (Program once = new Program(network.graph(), all, factors, precision, device)) {
      return once.run(inputs, run);
    }
  }

  /** The output of a pass. */
  public Tensor output(Values values) {
    return values.of(network.graph().output());
  }

  /**
   * The gradient of a scalar for every learned tensor, in their order; zeros where it does not
   * depend on one.
   */
  public List<Tensor> gradients(Tensor scalar) {
    TensorVector gradients =
        torch.grad(
            new TensorVector(scalar),
            parameters,
            new TensorVector(),
            new org.bytedeco.pytorch.BoolOptional(),
            false,
            true);
    List<Tensor> result = new ArrayList<>(learned.size());
    for (int i = 0; i < learned.size(); i++) {
      Tensor gradient = gradients.get(i);
      result.add(gradient.defined() ? gradient : torch.zeros_like(tensor(learned.get(i))));
    }
    return result;
  }

  private Program program(Map<String, Tensor> inputs) {
    StringBuilder signature = new StringBuilder();
    for (Node input : network.graph().inputs()) {
      Tensor tensor = inputs.get(input.name());
      signature.append(tensor == null ? "" : java.util.Arrays.toString(tensor.shape()));
    }
    String key = signature.toString();
    Program program = programs.get(key);
    if (program == null) {
      if (programs.size() >= MOST_PROGRAMS) {
        Iterator<Program> oldest = programs.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
      requireMemory(inputs);
      program = new Program(network.graph(), tensors, factors, precision, device);
      programs.put(key, program);
    }
    return program;
  }

  /** Before the first pass of a size: the parameters are there, the values are to come. */
  private void requireMemory(Map<String, Tensor> inputs) {
    Map<String, long[]> sizes = new HashMap<>();
    inputs.forEach((name, tensor) -> sizes.put(name, tensor.shape()));
    double values = MemoryEstimate.of(network.graph(), sizes, precision).activationBytes();
    new MemoryEstimate(0, values).require(network.reference());
  }

  /** A batch of reals as a native tensor, kept by the caller. */
  public Tensor reals(float[] values, long... shape) {
    return Memory.scoped(
        () ->
            Memory.keep(
                AbstractTensor.create(values, shape).to(device.device(), precision.type())));
  }

  /** Identifiers or labels as a native tensor, kept by the caller. */
  public Tensor wholes(long[] values, long... shape) {
    return Memory.scoped(
        () ->
            Memory.keep(AbstractTensor.create(values, shape).to(device.device(), ScalarType.Long)));
  }

  /** Frees every native object. */
  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
    Memory.free(parameters);
    Memory.free(generator);
    tensors.values().forEach(Memory::free);
    tensors.clear();
  }
}
