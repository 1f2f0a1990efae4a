package org.etalon.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurvesTest {
  @TempDir private Path folder;

  @Test
  void areMeansOverSeedsAtTheBestRateAndItsNeighbours() {
    Study study =
        Example.study("s", "mlp:width=8", "depth", List.of(5), 3, new RateGrid(1e-3, 1, 13));
    try (Store store = Example.store(folder, study)) {
      Sweep sweep = Sweep.of(study, store, 0.9);
      List<LossCurve> curves = LossCurves.read(sweep, store);
      double best = sweep.sizes().get(0).optimum().orElseThrow().bestTried();
      assertThat(curves).hasSize(5).allMatch(curve -> curve.seeds() == 3);
      assertThat(curves.get(2).learningRate()).isEqualTo(best);
      assertThat(curves.get(2).unfinished()).isZero();
      assertThat(curves.get(2).stepsPerPoint()).as("120 steps in at most 100 points").isEqualTo(2);
      assertThat(curves.get(2).points()).hasSize(60);
      assertThat(curves.get(2).points().get(0).x()).as("steps 1 and 2").isEqualTo(1.5);
      assertThat(curves.get(2).points().get(0).y()).isCloseTo(2.3, within());
      assertThat(curves.get(4).unfinished()).as("above four times the optimum").isEqualTo(3);
      assertThat(curves.get(4).points()).as("ends where the runs did").hasSize(30);
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.2);
  }
}
