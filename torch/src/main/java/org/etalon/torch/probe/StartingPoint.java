package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.depth.Representations;
import org.etalon.graph.Parameter;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.Run;
import org.etalon.torch.program.Values;

/**
 * A network at initialisation in double precision, one batch, its loss there, and the first step of
 * an optimiser. Batch norm takes the batch's statistics; running statistics are left as they are;
 * dropout drops the same values in every pass. For one thread at a time.
 */
public final class StartingPoint implements AutoCloseable {
  private final Model model;
  private final Representations representations;
  private final Map<String, Tensor> inputs;
  private final Tensor labels;
  private final List<Tensor> step;
  private final double[] rates;
  private final long seed;
  private final double loss;
  private final double slope;

  /**
   * Draws the network and the batch and finds the step.
   *
   * @param network the network
   * @param start what its tensors start from
   * @param relativeRates what the step is multiplied by, tensor by tensor; 1 where none is given
   * @param data the batch
   * @param rule whose first step is taken
   * @param seed of the network's tensors, the batch and dropout
   * @throws org.etalon.graph.InputException if libtorch is missing, the data do not fit, or an
   *     operation cannot be run
   */
  public StartingPoint(
      Network network,
      Start start,
      Map<String, Double> relativeRates,
      ProbeData data,
      FirstStep rule,
      long seed) {
    this.seed = seed;
    this.representations = Representations.of(network.paths());
    this.model = new Model(network, start, seed, Precision.FLOAT64, Device.CPU);
    this.inputs = new HashMap<>(data.inputs(model, seed));
    this.step = new ArrayList<>();
    this.rates =
        model.parameters().stream()
            .mapToDouble(parameter -> relativeRates.getOrDefault(parameter.name(), 1.0))
            .toArray();
    Tensor[] drawn = new Tensor[1];
    double[] found = new double[2];
    try {
      Memory.scoped(
          () -> {
            Values values = pass(Map.of());
            Tensor logits = model.output(values);
            drawn[0] = data.labels(model, logits.shape(), seed);
            Tensor lost = Loss.CROSS_ENTROPY.of(logits, drawn[0]);
            found[0] = lost.item_double();
            List<Tensor> gradients = model.gradients(lost);
            found[1] = Unrecorded.run(() -> takeStep(gradients, rule));
          });
    } catch (RuntimeException | Error problem) {
      close(drawn[0]);
      throw problem;
    }
    this.labels = java.util.Objects.requireNonNull(drawn[0]);
    this.loss = found[0];
    this.slope = found[1];
  }

  /** Finds the step and returns its product with the gradient. */
  private double takeStep(List<Tensor> gradients, FirstStep rule) {
    List<Tensor> own = parameters();
    List<Tensor> found = rule.direction(network(), own, gradients);
    double product = 0;
    for (int i = 0; i < found.size(); i++) {
      Tensor part = found.get(i);
      // What the rule returns may be a mere reference to a tensor that this scope will free.
      step.add(Memory.keep(rates[i] == 1 ? part.detach() : part.mul(new Scalar(rates[i]))));
      product += gradients.get(i).reshape(-1).dot(step.get(i).reshape(-1)).item_double();
    }
    return product;
  }

  /** The network. */
  public Network network() {
    return model.network();
  }

  /** What must move. */
  public Representations representations() {
    return representations;
  }

  /** The batch's mean cross-entropy at initialisation. */
  public double loss() {
    return loss;
  }

  /** Derivative of the loss along the step, per unit of the learning rate; mostly negative. */
  public double slope() {
    return slope;
  }

  /** The model's own parameters, in the order of first use. */
  List<Tensor> parameters() {
    List<Tensor> tensors = new ArrayList<>();
    model.parameters().forEach(parameter -> tensors.add(model.tensor(parameter)));
    return tensors;
  }

  /** The step per unit of the learning rate, in the same order; not to be changed. */
  List<Tensor> step() {
    return step;
  }

  /** The model's own buffers, which no pass changes. */
  Map<String, Tensor> buffers() {
    return model.buffers();
  }

  /** What the step is multiplied by, in the same order. */
  double relativeRate(int parameter) {
    return rates[parameter];
  }

  /** One training pass with other tensors in place of parameters, by name. */
  Values pass(Map<String, Tensor> substitutes) {
    Map<String, Tensor> all = new HashMap<>();
    model.buffers().forEach((name, buffer) -> all.put(name, buffer.clone()));
    all.putAll(substitutes);
    Run run = new Run(true, new GeneratorOptional(torch.make_generator_cpu(seed)));
    return model.forward(inputs, all, run);
  }

  /** The network's output in a pass. */
  Tensor output(Values values) {
    return model.output(values);
  }

  /** The batch's loss in a pass. */
  Tensor loss(Values values) {
    return Loss.CROSS_ENTROPY.of(model.output(values), labels);
  }

  /**
   * The parameters moved by a learning rate's worth of the step, by name; of the caller's scope.
   */
  Map<String, Tensor> moved(double rate) {
    Map<String, Tensor> moved = new HashMap<>();
    for (int i = 0; i < step.size(); i++) {
      Parameter parameter = model.parameters().get(i);
      Tensor from = model.tensor(parameter).detach();
      moved.put(parameter.name(), from.add(step.get(i), new Scalar(rate)));
    }
    return moved;
  }

  @Override
  public void close() {
    close(labels);
  }

  private void close(@org.jspecify.annotations.Nullable Tensor drawn) {
    step.forEach(Memory::free);
    step.clear();
    inputs.values().forEach(Memory::free);
    inputs.clear();
    if (drawn != null) {
      Memory.free(drawn);
    }
    model.close();
  }
}
