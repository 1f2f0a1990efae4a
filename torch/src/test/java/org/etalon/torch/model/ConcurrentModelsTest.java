package org.etalon.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.ModelReference;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.program.GraphRun;
import org.junit.jupiter.api.Test;

/**
 * Several models train in several threads at once and come to the bits that each comes to alone.
 */
class ConcurrentModelsTest {
  private static final List<String> NETWORKS =
      List.of(
          "resnet:blocks=2,width=8,image=8,norm=batch,layers=2,dropout=0.3",
          "mlp:depth=4,width=64,in=192",
          "resmlp:blocks=4,width=32,in=192,norm=layer,layers=2",
          "vit:depth=2,width=16,heads=2,patch=4,image=8,classes=10");

  /** A few steps of plain descent; every loss, then a number for all the weights. */
  private static List<Double> trained(String reference, long seed) {
    LibTorch.load();
    Network network = ModelReference.parse(reference).network();
    Start start = Start.of(network, Initialisations.byId("he"), Optional.empty());
    List<Double> trace = new ArrayList<>();
    try (Model model = new Model(network, start, seed, Precision.FLOAT32, Device.CPU)) {
      String name = network.graph().inputs().get(0).name();
      boolean flat = network.graph().inputs().get(0).shape().rank() == 2;
      double[] numbers = GraphRun.normal("data" + seed, 4 * 192);
      float[] values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[i];
      }
      Tensor data = flat ? model.reals(values, 4, 192) : model.reals(values, 4, 3, 8, 8);
      Tensor labels = model.wholes(new long[] {1, 2, 3, 4}, 4);
      for (int step = 0; step < 8; step++) {
        trace.add(
            Memory.scoped(
                () -> {
                  Tensor logits = model.output(model.forward(Map.of(name, data), model.training()));
                  Tensor loss = Loss.CROSS_ENTROPY.of(logits, labels);
                  List<Tensor> gradients = model.gradients(loss);
                  for (int i = 0; i < gradients.size(); i++) {
                    Tensor weight = model.tensor(model.parameters().get(i)).detach();
                    weight.sub_(gradients.get(i).mul(new Scalar(0.01)));
                  }
                  return loss.item_double();
                }));
      }
      trace.add(
          Memory.scoped(
              () ->
                  model.parameters().stream()
                      .mapToDouble(p -> model.tensor(p).detach().square().sum().item_double())
                      .sum()));
      Memory.free(data);
      Memory.free(labels);
    }
    return trace;
  }

  @Test
  void modelsInSeveralThreadsComeToTheSameBitsAsOneAfterAnother() throws Exception {
    List<List<Double>> alone = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      alone.add(trained(NETWORKS.get(i % NETWORKS.size()), i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Double>>> together = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int which = i;
        together.add(threads.submit(() -> trained(NETWORKS.get(which % NETWORKS.size()), which)));
      }
      for (int i = 0; i < 12; i++) {
        assertThat(together.get(i).get()).as("model %d", i).isEqualTo(alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
