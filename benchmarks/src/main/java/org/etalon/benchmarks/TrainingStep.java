package org.etalon.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.ModelReference;
import org.etalon.graph.Node;
import org.etalon.graph.Source;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Feed;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Optimiser;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.program.Values;

/** A network, its optimiser and one batch, ready for steps; used by the thread that made it. */
final class TrainingStep implements AutoCloseable {
  private static final double RATE = 1e-4;

  private final Model model;
  private final Optimiser optimiser;
  private final Feed feed;

  TrainingStep(Workload workload) {
    LibTorch.load();
    Network network = ModelReference.parse(workload.reference()).network();
    Start start = Start.of(network, Initialisations.byId("he"), Optional.empty());
    model = new Model(network, start, 1, Precision.FLOAT32, Device.CPU);
    List<Tensor> tensors = model.parameters().stream().map(model::tensor).toList();
    optimiser =
        workload.rule().on(tensors, tensors.stream().map(tensor -> TensorRates.of(RATE)).toList());
    feed = feed(network, workload.batch());
  }

  /** Standard Gaussian data or random tokens, and random labels. */
  private Feed feed(Network network, int batch) {
    Node input = network.graph().inputs().get(0);
    SplittableRandom random = new SplittableRandom(1);
    long[] shape =
        input.shape().dims().stream().mapToLong(d -> d.isKnown() ? d.value() : batch).toArray();
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    boolean tokens =
        input.operation() instanceof Source.Input source
            && source.element() == Source.Element.DISCRETE;
    if (tokens) {
      long[] ids = random.longs(count, 0, 65).toArray();
      return new Feed(Map.of(input.name(), model.wholes(ids, shape)), model.wholes(ids, shape));
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Feed(
        Map.of(input.name(), model.reals(values, shape)),
        model.wholes(random.longs(batch, 0, 10).toArray(), batch));
  }

  /**
   * Forward pass, gradients, update.
   *
   * @return the loss
   */
  double run() {
    return Memory.scoped(
        () -> {
          Values values = model.forward(feed.inputs(), model.training());
          Tensor loss = Loss.CROSS_ENTROPY.of(model.output(values), feed.labels());
          double number = loss.item_double();
          optimiser.step(model.gradients(loss), 1);
          return number;
        });
  }

  @Override
  public void close() {
    optimiser.close();
    feed.close();
    model.close();
  }
}
