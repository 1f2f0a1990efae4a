package org.etalon.lab.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.store.SyntheticStudy;
import org.etalon.lab.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTest {
  /** Of synthetic trials: 20 steps of a hundredth of a second. */
  private static final double SECONDS = 0.2;

  @TempDir private Path folder;

  private Store store() {
    Store store = Store.open(new StoreAddress(folder.resolve("e.db").toString()));
    SyntheticStudy.fill(store, SyntheticStudy.of(3, 12, 4));
    return store;
  }

  /** As if every layer had a hundred parameters. */
  private static double parameters(String model) {
    return 100 * Double.parseDouble(model.replaceAll(".*depth=(\\d+).*", "$1"));
  }

  private static Study another(Study study) {
    return new Study(
        "another", study.varied(), study.sizes(), study.training(), study.search(), study.score());
  }

  @Test
  void aStudyThatIsDoneCostsNothing() {
    try (Store store = store()) {
      Forecast forecast =
          Forecast.of(SyntheticStudy.of(3, 12, 4), Optional.of(store), ForecastTest::parameters);
      assertThat(forecast.trials()).isZero();
      assertThat(forecast.coreHours().orElseThrow()).isZero();
    }
  }

  @Test
  void theSameModelAndBatchTellMostAndTheNearestOfTheFamilyIsScaled() {
    try (Store store = store()) {
      Study study = another(SyntheticStudy.of(6, 12, 4));
      Forecast forecast = Forecast.of(study, Optional.of(store), ForecastTest::parameters);
      SizeForecast known = forecast.sizes().get(2);
      assertThat(known.trials()).isEqualTo(12 * 4);
      assertThat(known.secondsPerTrial().orElseThrow()).isCloseTo(SECONDS, within(1e-9));
      assertThat(known.basis()).isInstanceOf(Basis.Measured.class);
      SizeForecast scaled = forecast.sizes().get(5);
      assertThat(scaled.basis())
          .isInstanceOfSatisfying(
              Basis.Scaled.class,
              basis -> {
                assertThat(basis.model()).contains("depth=4");
                assertThat(basis.parameters()).isCloseTo(7 / 4.0, within(1e-9));
                assertThat(basis.batch()).isEqualTo(1);
              });
      assertThat(scaled.secondsPerTrial().orElseThrow()).isCloseTo(SECONDS * 7 / 4, within(1e-9));
      double all = 48 * SECONDS * (3 + (5 + 6 + 7) / 4.0);
      assertThat(forecast.coreHours().orElseThrow()).isCloseTo(all / 3600, within(1e-9));
    }
  }

  @Test
  void whereNothingIsKnownNothingIsSaid() {
    Forecast forecast =
        Forecast.of(SyntheticStudy.of(2, 12, 4), Optional.empty(), ForecastTest::parameters);
    assertThat(forecast.trials()).isEqualTo(2 * 12 * 4);
    assertThat(forecast.coreHours()).isEmpty();
    assertThat(forecast.sizes())
        .allSatisfy(size -> assertThat(size.basis()).isInstanceOf(Basis.Nothing.class));
  }
}
