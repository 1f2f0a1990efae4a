package org.etalon.torch.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.lab.fit.LogMean;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.junit.jupiter.api.Test;

class ProbingTest {
  private static List<ProbedNetwork> networks() {
    List<ProbedNetwork> networks = new ArrayList<>();
    for (int depth : new int[] {2, 3, 5}) {
      Network network =
          ModelReference.parse("mlp:width=16,in=64,classes=10,depth=" + depth).network();
      networks.add(
          ProbedNetwork.of(
              network, Start.of(network, Initialisations.byId("he"), Optional.empty())));
    }
    return networks;
  }

  private static ProbeData digits() {
    DataFolders none = DataFolders.usual(Optional.empty(), Map.of());
    return new DatasetBatch(DataReference.parse("digits").load(none, 0), 16);
  }

  private static Probing probing(int threads) {
    return new Probing(new UpdateEnergy(), FirstStep.sgd(), digits(), 4, 5, threads);
  }

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() throws Exception {
    assertThat(probing(1).run(networks())).isEqualTo(probing(3).run(networks()));
  }

  @Test
  void logarithmsAreAveragedOverSeeds() throws Exception {
    ProbeResult result = probing(2).run(networks()).get(1);
    double[] rates = result.learningRates();
    assertThat(rates).hasSize(4).doesNotHaveDuplicates();
    LogMean mean = result.learningRate();
    double product = 1;
    for (double rate : rates) {
      product *= rate;
    }
    assertThat(mean.geometricMean().orElseThrow())
        .isCloseTo(Math.pow(product, 0.25), org.assertj.core.data.Percentage.withPercentage(1e-6));
    assertThat(result.layers()).hasSize(3).allSatisfy(l -> assertThat(l.energy()).isPositive());
  }

  @Test
  void whatIsAskedIsWhatIsDone() throws Exception {
    List<Integer> progress = new ArrayList<>();
    probing(2).run(networks(), progress::add);
    assertThat(progress).hasSize(12).isSorted().endsWith(12);
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    Network wide = ModelReference.parse("mlp:width=8,in=63,classes=10").network();
    ProbedNetwork probed =
        ProbedNetwork.of(wide, Start.of(wide, Initialisations.byId("he"), Optional.empty()));
    assertThatThrownBy(() -> probing(1).run(List.of(probed)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("64");
  }

  @Test
  void modelsOfFilesAreProbedInTheirOwnShape() throws Exception {
    for (String name : List.of("gpt_tied", "w_mlp_eval_op13", "resnet_small_groupnorm")) {
      Path file = Path.of(ProbingTest.class.getResource(name + ".onnx").toURI());
      Network network =
          org.etalon.onnx.OnnxReader.read(
              file, name, new org.etalon.onnx.OnnxOptions(List.of(), Optional.empty()));
      ProbedNetwork probed =
          ProbedNetwork.of(
              network, Start.of(network, Initialisations.byId("he"), Optional.empty()));
      ProbeResult result =
          new Probing(new UpdateEnergy(), FirstStep.sgd(), new RandomBatch(4), 1, 0, 1)
              .run(List.of(probed))
              .get(0);
      assertThat(result.learningRates()).as(name).hasSize(1);
    }
  }
}
