package org.etalon.torch.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.family.ModelReference;
import org.etalon.lab.study.Trial;
import org.etalon.tensor.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchForwardVarianceTest {
  private static final int SEEDS = 8;

  /**
   * d rectified summands of independent weights with Var 2/(fan_in·d) add to a mean square of 1 +
   * (d − 1)/π: each has 1/d, and every two have means of √(1/(π·d)). Unscaled by d it is d times
   * that. Skips add what they carry.
   */
  @ParameterizedTest
  @CsvSource({
    "2, in-degree, edges.0-1.relu, 1",
    "2_02, he, edges.1-2.relu, 1",
    "2_02_022, in-degree, nodes.3, 1.3183",
    "2_02_022, he, nodes.3, 2.6366",
  })
  void signalGrowsAsIndependentWeightsSay(String code, String init, String last, double growth) {
    Network network =
        ModelReference.parse("dag-mlp:" + code + ",width=512,in=64,classes=10").network();
    Dataset digits = DataReference.parse("digits").load(new DataFolders(List.of()), 0);
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Double> sizes =
          new TorchForwardVariance()
              .of(
                  network,
                  new Trial.Start(init, "he"),
                  digits,
                  16,
                  seed,
                  List.of("stem.relu", last));
      sum += Math.log(sizes.get(1) / sizes.get(0));
    }
    assertThat(Math.exp(sum / SEEDS)).isCloseTo(growth, within(0.08 * growth));
  }
}
