package org.etalon.torch.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Node;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.MemoryEstimate;
import org.etalon.torch.model.Model;
import org.etalon.torch.optim.Optimiser;
import org.etalon.torch.optim.UpdateRule;
import org.etalon.torch.probe.ProbeData;
import org.etalon.torch.program.Values;

/** Trains one network on one batch for a few steps and measures its representations at each. */
final class TrainingTrace {
  private final Model model;
  private final List<Watched> watched;
  private final Map<String, Tensor> inputs;
  private final Sizes sizes;
  private final List<List<Tensor>> starts = new ArrayList<>();

  private TrainingTrace(Model model, List<Watched> watched, Map<String, Tensor> inputs, int steps) {
    this.model = model;
    this.watched = watched;
    this.inputs = inputs;
    this.sizes = new Sizes(steps, watched.size());
  }

  /**
   * Trains and measures.
   *
   * @param seed of start and data
   */
  static Sizes of(
      Network network,
      Parametrisation.Setting setting,
      UpdateRule rule,
      List<Watched> watched,
      Sampling sampling,
      long seed) {
    ProbeData data = sampling.data();
    MemoryEstimate.of(network.graph(), data.shapes(network), Precision.FLOAT32)
        .require(network.reference());
    try (Model model = new Model(network, setting.start(), seed, Precision.FLOAT32, Device.CPU)) {
      Map<String, Tensor> inputs = data.inputs(model, seed);
      TrainingTrace trace = new TrainingTrace(model, watched, inputs, sampling.steps());
      List<Tensor> tensors = model.parameters().stream().map(model::tensor).toList();
      try (Optimiser optimiser = rule.on(tensors, setting.rates().of(model.parameters()))) {
        for (int step = 0; step <= sampling.steps(); step++) {
          trace.step(step, step < sampling.steps(), data, seed, optimiser);
        }
      } finally {
        inputs.values().forEach(Memory::free);
        trace.starts.forEach(start -> start.forEach(Memory::free));
      }
      return trace.sizes;
    }
  }

  @SuppressWarnings("try") // the guard works by being open
  private void step(int step, boolean moves, ProbeData data, long seed, Optimiser optimiser) {
    Memory.scoped(
        () -> {
          Values values = model.forward(inputs, model.training());
          measure(step, values);
          if (moves) {
            Tensor logits = model.output(values);
            Tensor labels = data.labels(model, logits.shape(), seed);
            List<Tensor> gradients = model.gradients(Loss.CROSS_ENTROPY.of(logits, labels));
            Memory.free(labels);
            try (NoGradGuard quiet = new NoGradGuard()) {
              optimiser.step(gradients, 1);
            }
          }
        });
  }

  @SuppressWarnings("try")
  private void measure(int step, Values values) {
    try (NoGradGuard quiet = new NoGradGuard()) {
      for (int w = 0; w < watched.size(); w++) {
        List<Node> nodes = watched.get(w).nodes();
        if (step == 0) {
          starts.add(values.of(nodes).stream().map(v -> Memory.keep(v.detach().clone())).toList());
        }
        double size = 0;
        double change = 0;
        for (int n = 0; n < nodes.size(); n++) {
          Tensor value = values.of(nodes.get(n));
          size += square(meanAbsolute(value));
          change += step == 0 ? 0 : square(meanAbsolute(value.sub(starts.get(w).get(n))));
        }
        sizes.set(step, w, Math.sqrt(size / nodes.size()), Math.sqrt(change / nodes.size()));
      }
    }
  }

  private static double meanAbsolute(Tensor value) {
    return value.abs().mean().item_double();
  }

  private static double square(double x) {
    return x * x;
  }
}
