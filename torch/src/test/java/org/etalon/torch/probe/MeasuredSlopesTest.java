package org.etalon.torch.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.family.ModelReference;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The slopes of log η* against log depth that were measured independently: 64 Gaussian inputs, 10
 * random labels, batch 32, first layers of variance 1/fan_in, mean-field read-out.
 */
class MeasuredSlopesTest {
  private static final List<Integer> DEPTHS = List.of(4, 6, 8, 12, 16, 24, 32);
  private static final int THREADS = 2;

  private static PowerLawFit slope(
      String family, String key, String init, List<Integer> depths, int seeds) throws Exception {
    List<ProbedNetwork> networks = new ArrayList<>();
    for (int depth : depths) {
      Network network =
          ModelReference.parse(family + ",in=64,classes=10," + key + "=" + depth).network();
      Start start = Start.of(network, Initialisations.byId(init), Optional.of(Readout.MEAN_FIELD));
      networks.add(ProbedNetwork.of(network, start));
    }
    Probing probing =
        new Probing(new UpdateEnergy(), FirstStep.sgd(), new RandomBatch(32), seeds, 1, THREADS);
    List<ProbeResult> results = probing.run(networks);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < depths.size(); i++) {
      points.add(results.get(i).learningRate().at(depths.get(i)));
    }
    return PowerLawFit.of(points);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp:width=512,bias=false               | depth  | he:unit-input             | 12 | -1.59",
        "resmlp:width=256,norm=layer            | blocks | he:unit-input             | 6  | -1.49",
        "resmlp:width=256,norm=layer,finalnorm=true | blocks | he:unit-input         | 6  | -1.0",
        "resmlp:width=256                       | blocks | residual-aware:unit-input | 6  | -1.00",
        "resmlp:width=256,layers=1              | blocks | residual-aware:unit-input | 6  | -1.10"
      })
  void slopeIsTheOneMeasuredIndependently(
      String family, String key, String init, int seeds, double expected) throws Exception {
    PowerLawFit fit = slope(family, key, init, DEPTHS, seeds);
    assertThat(fit.exponent()).isCloseTo(expected, within(0.15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp:width=256,bias=false    | depth  | he:unit-input             | 12 | -1.59",
        "resmlp:width=128,norm=layer | blocks | he:unit-input             | 8  | -1.49",
        "resmlp:width=128            | blocks | residual-aware:unit-input | 6  | -1.00"
      })
  void slopeIsCloseToItInASmallerNetworkToo(
      String family, String key, String init, int seeds, double expected) throws Exception {
    PowerLawFit fit = slope(family, key, init, List.of(4, 8, 16), seeds);
    assertThat(fit.exponent()).isCloseTo(expected, within(0.25));
  }
}
