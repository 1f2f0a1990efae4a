package org.etalon.torch.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Batch;
import org.etalon.data.Dataset;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.reproduce.architectures.ForwardVariance;
import org.etalon.lab.study.Trial;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.Values;
import org.etalon.torch.train.Fit;

/** Values inside fresh networks, by one pass on libtorch in double precision. */
public final class TorchForwardVariance implements ForwardVariance {
  @Override
  public List<Double> of(
      Network network, Trial.Start start, Dataset data, int size, long seed, List<String> nodes) {
    LibTorch.load();
    Fit fit = Fit.of(network, data);
    Start tensors =
        Start.of(
            fit.network(),
            Initialisations.byId(start.init()),
            Optional.of(Readout.byId(start.readout())));
    Batch batch = fit.data().probeBatch(size, seed);
    try (Model model = fit.model(tensors, seed, Precision.FLOAT64, Device.CPU, size)) {
      Map<String, Tensor> inputs = fit.inputs(model, batch);
      try {
        return Memory.scoped(() -> sizes(model, inputs, nodes));
      } finally {
        inputs.values().forEach(Memory::free);
      }
    }
  }

  @SuppressWarnings("try") // the guard works by being there, not by being named
  private static List<Double> sizes(Model model, Map<String, Tensor> inputs, List<String> nodes) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Values values = model.forward(inputs, model.evaluation());
      return nodes.stream()
          .map(name -> values.of(node(model.network(), name)))
          .map(value -> value.mul(value).mean().item_double())
          .toList();
    }
  }

  private static Node node(Network network, String name) {
    return network.graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    network.reference(), "has no node '" + name + "'", "take a DAG"));
  }
}
