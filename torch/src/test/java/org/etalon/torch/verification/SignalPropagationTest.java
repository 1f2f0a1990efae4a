package org.etalon.torch.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.etalon.family.ModelReference;
import org.etalon.graph.Node;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.GraphRun;
import org.etalon.torch.program.Values;
import org.junit.jupiter.api.Test;

/**
 * What initialisations are for: the mean square of activations, and of gradients on the way back,
 * over depth. Everything is relative to the first layer's output, or to the gradient there.
 */
class SignalPropagationTest {
  private static final int SEEDS = 2;
  private static final int BATCH = 8;

  /** Mean squares, each the geometric mean over seeds. */
  private record Signal(double forward, double backward) {}

  private static Signal signal(String reference, String init, String first, String last) {
    double forward = 0;
    double backward = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Signal one = signal(reference, init, first, last, seed);
      forward += Math.log(one.forward) / SEEDS;
      backward += Math.log(one.backward) / SEEDS;
    }
    return new Signal(Math.exp(forward), Math.exp(backward));
  }

  private static Signal signal(
      String reference, String init, String first, String last, long seed) {
    Network network = ModelReference.parse(reference).network();
    Start start = Start.of(network, Initialisations.byId(init), Optional.empty());
    Node input = network.graph().inputs().get(0);
    long[] sizes = input.shape().bind(Map.of("batch", (long) BATCH)).sizes();
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    try (Model model = new Model(network, start, seed, Precision.FLOAT64, Device.CPU)) {
      return Memory.scoped(
          () -> {
            Tensor data =
                AbstractTensor.create(GraphRun.normal("data" + seed, count), sizes)
                    .set_requires_grad(true);
            Values values = model.forward(Map.of(input.name(), data), model.training());
            Tensor early = values.of(node(network, first));
            Tensor late = values.of(node(network, last));
            Tensor output = model.output(values);
            double[] weights = GraphRun.normal("weights" + seed, (int) output.numel());
            Tensor sum = output.mul(AbstractTensor.create(weights, output.shape())).sum();
            TensorVector gradients =
                torch.grad(
                    new TensorVector(sum),
                    new TensorVector(early, late),
                    new TensorVector(),
                    new BoolOptional(),
                    false,
                    true);
            return new Signal(
                square(late) / square(early), square(gradients.get(0)) / square(gradients.get(1)));
          });
    }
  }

  private static double square(Tensor tensor) {
    return tensor.detach().square().mean().item_double();
  }

  private static Node node(Network network, String name) {
    return network.graph().nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A DAG of [C24]: every node takes a layer from the one before and others by chance. */
  private static String code(int nodes, long seed) {
    Random random = new Random(seed);
    List<String> groups = new ArrayList<>();
    for (int node = 1; node <= nodes; node++) {
      StringBuilder group = new StringBuilder();
      for (int source = 0; source < node - 1; source++) {
        double chance = random.nextDouble() * (node - 1);
        group.append(chance < 0.7 ? '2' : chance < 1 ? '1' : '0');
      }
      groups.add(group.append('2').toString());
    }
    return String.join("_", groups);
  }

  private static void report(String what, Signal signal) {
    System.out.printf(
        Locale.ROOT,
        "%s: forward × %.3g, backward × %.3g%n",
        what,
        signal.forward,
        signal.backward);
  }

  /**
   * [C24] keeps the mean square where summands are uncorrelated. Behind a relu they are not, their
   * means being positive: a sum of d of them keeps it to 1 + (d − 1)/π, so it grows a little.
   */
  @Test
  void inDegreeKeepsTheSignalOfRandomDagsWithinSixteenfoldAndHeDoesNot() {
    for (String family : List.of("dag-mlp", "dag-cnn")) {
      String size = family.equals("dag-mlp") ? ",width=128,in=64" : ",width=16,image=8";
      for (int nodes : new int[] {4, 8, 16}) {
        String reference = family + ":" + code(nodes, 10L * nodes) + size;
        String last = lastNode(reference);
        Signal kept = signal(reference, "in-degree", "stem.relu", last);
        Signal lost = signal(reference, "he", "stem.relu", last);
        report(family + " of " + nodes + " nodes, in-degree", kept);
        report(family + " of " + nodes + " nodes, he", lost);
        assertThat(kept.forward).isBetween(1.0 / 16, 16.0);
        assertThat(lost.forward).isGreaterThan(2 * kept.forward);
        if (nodes == 16) {
          assertThat(lost.forward).isGreaterThan(32);
        }
      }
    }
  }

  private static String lastNode(String reference) {
    Network network = ModelReference.parse(reference).network();
    return network.graph().output().operands().get(0).name();
  }

  /** (1 + 1/K)^K stays below e; under plain he every block doubles the mean square. */
  @Test
  void residualAwareKeepsTheSignalOfDeepResidualNetworksWithinFourfoldAndHeDoesNot() {
    for (int blocks : new int[] {4, 16, 64}) {
      String reference = "resmlp:width=64,in=64,layers=2,blocks=" + blocks;
      Signal kept = residual(reference, "residual-aware");
      Signal lost = residual(reference, "he");
      report(reference + ", residual-aware", kept);
      report(reference + ", he", lost);
      assertThat(kept.forward).isBetween(0.25, 4.0);
      assertThat(kept.backward).isBetween(0.25, 4.0);
      assertThat(Math.log(lost.forward) / blocks).isBetween(0.5, 0.9);
    }
  }

  /**
   * Where branches end in a relu, as in z += relu(conv z), each adds a positive mean of order 1/√K,
   * and K of these add up: the logarithm grows as √K, under plain he as K.
   */
  @Test
  void branchesThatEndInAReluGrowWithTheRootOfTheDepthUnderResidualAware() {
    for (int blocks : new int[] {4, 16, 64}) {
      String reference = "resnet:width=16,image=8,blocks=" + blocks;
      Signal kept = residual(reference, "residual-aware");
      Signal lost = residual(reference, "he");
      report(reference + ", residual-aware", kept);
      report(reference + ", he", lost);
      assertThat(Math.log(kept.forward) / Math.sqrt(blocks)).isBetween(0.7, 1.5);
      assertThat(Math.log(lost.forward) / blocks).isBetween(0.7, 1.5);
    }
  }

  /** From the input of the first merge to the last merge. */
  private static Signal residual(String reference, String init) {
    Network network = ModelReference.parse(reference).network();
    List<Node> merges =
        network.graph().nodes().stream().filter(n -> network.graph().isMerge(n)).toList();
    Node first = merges.get(0).operands().get(0);
    return signal(reference, init, first.name(), merges.get(merges.size() - 1).name());
  }
}
