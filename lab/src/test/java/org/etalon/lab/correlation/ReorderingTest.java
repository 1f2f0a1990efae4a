package org.etalon.lab.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.etalon.lab.fit.Estimate;
import org.junit.jupiter.api.Test;

class ReorderingTest {
  private static final int THINGS = 24;
  private static final int SEEDS = 3;
  private static final double CONFIDENCE = 0.9;

  @Test
  void waysThatOrderAlikeButForNoiseDifferByAboutNothing() {
    Random random = new Random(5);
    int runs = 300;
    int held = 0;
    for (int run = 0; run < runs; run++) {
      double[] quality = normals(random);
      Estimate difference =
          Reordering.of(seeds(random, quality, 0.5), seeds(random, quality, 0.8)).orElseThrow();
      held += difference.interval(CONFIDENCE).contains(0) ? 1 : 0;
    }
    assertThat((double) held / runs).isBetween(0.86, 0.96);
  }

  @Test
  void waysThatOrderDifferentlyAreToldFromNoise() {
    Random random = new Random(6);
    Estimate difference =
        Reordering.of(seeds(random, normals(random), 0.3), seeds(random, normals(random), 0.3))
            .orElseThrow();
    assertThat(difference.interval(CONFIDENCE).low()).isPositive();
  }

  private static double[] normals(Random random) {
    return random.doubles(THINGS).map(u -> random.nextGaussian()).toArray();
  }

  private static double[][] seeds(Random random, double[] quality, double noise) {
    double[][] scores = new double[SEEDS][THINGS];
    for (double[] row : scores) {
      for (int i = 0; i < THINGS; i++) {
        row[i] = quality[i] + noise * random.nextGaussian();
      }
    }
    return scores;
  }
}
