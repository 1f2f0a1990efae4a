package org.etalon.lab.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.family.ModelReference;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgeRequest;
import org.etalon.lab.judge.JudgedLaw;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.report.LossCurves;
import org.etalon.lab.report.Origin;
import org.etalon.lab.report.Page;
import org.etalon.lab.report.Report;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.TrialResult.Outcome;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Studies of many trials say the same as small ones, on either store; in a heap of 1 GB. */
class ManyTrialsTest {
  private static final int MOST_BYTES_OF_A_PAGE = 5_000_000;

  @TempDir private Path folder;

  private StoreAddress file() {
    return new StoreAddress(folder.resolve("etalon.db").toString());
  }

  @Test
  void twentyThousandTrialsInAFile() {
    answers(file(), SyntheticStudy.of(5, 40, 100));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void twentyThousandTrialsInPostgresql() throws Exception {
    try (Server server = new Server(folder)) {
      answers(server.database("many"), SyntheticStudy.of(5, 40, 100));
    }
  }

  @Test
  void aSizeOfManyRatesIsShownThinned() {
    Study study = SyntheticStudy.of(2, 6_000, 1);
    try (Store store = Store.open(file())) {
      SyntheticStudy.fill(store, study);
      Sweep sweep = Sweep.of(study, store, 0.9);
      String page = Page.of(new Report(sweep));
      assertThat(page).contains("Of 6000 learning rates 3").hasSizeLessThan(MOST_BYTES_OF_A_PAGE);
    }
  }

  @Test
  @Tag("full")
  void aMillionTrialsInAFile() {
    answers(file(), SyntheticStudy.of(40, 100, 250));
  }

  @Test
  @Tag("full")
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void aMillionTrialsInPostgresql() throws Exception {
    try (Server server = new Server(folder)) {
      answers(server.database("many"), SyntheticStudy.of(40, 100, 250));
    }
  }

  private static void answers(StoreAddress address, Study study) {
    try (Store store = Store.open(address)) {
      SyntheticStudy.fill(store, study);
    }
    try (Store store =
        Store.openToRead(address, Patience.USUAL, StoreListener.NONE).orElseThrow()) {
      studies(store, study);
      Study kept = StudyReader.kept(store.study(study.name()).orElseThrow());
      assertThat(kept).isEqualTo(study);
      Sweep sweep = Sweep.of(kept, store, 0.9);
      fit(sweep, study);
      report(sweep, judge(sweep, store), store);
    }
  }

  private static void studies(Store store, Study study) {
    Store.StudySummary summary = store.studies().get(0);
    assertThat(summary.trials()).isEqualTo(study.gridTrials());
    assertThat(summary.finished()).isEqualTo(study.gridTrials());
    assertThat(summary.count(Outcome.DIVERGED)).isPositive();
    assertThat(store.outcomes(study.name())).isEqualTo(summary.outcomes());
    assertThat(store.timings())
        .hasSameSizeAs(study.sizes())
        .allSatisfy(
            timing -> assertThat(timing.seconds() / timing.steps()).isCloseTo(0.01, within(1e-9)));
  }

  private static void fit(Sweep sweep, Study study) {
    assertThat(sweep.unfinished()).isZero();
    int ofASize = study.search().grid().count() * study.search().seeds().size();
    for (SizeRuns size : sweep.sizes()) {
      assertThat(size.observations()).hasSize(ofASize);
      assertThat(Math.log(size.optimum().orElseThrow().learningRate()))
          .as("%s", size.size().label())
          .isCloseTo(Math.log(SyntheticStudy.optimum(size.size())), within(0.15));
    }
    SweepFit fit = SweepFit.of(sweep);
    assertThat(fit.trends().get(1).exponent().orElseThrow()).isCloseTo(-1.5, within(0.25));
  }

  private static Judgement judge(Sweep sweep, Store store) {
    List<JudgedLaw> laws =
        JudgedLaw.all().stream().filter(law -> !law.id().equals("probe")).toList();
    return Judge.of(
            JudgeRequest.of(sweep, model -> ModelReference.parse(model).network(), Optional.empty())
                .withLaws(laws))
        .read(store);
  }

  private static void report(Sweep sweep, Judgement judgement, Store store) {
    assertThat(judgement.targets()).hasSize(sweep.sizes().size() - 1);
    Report report =
        new Report(
            sweep,
            Optional.of(judgement),
            LossCurves.read(sweep, store),
            List.of(),
            Optional.of(Origin.read(sweep, sweep.study().orElseThrow(), store)),
            List.of());
    byte[] page = Page.of(report).getBytes(UTF_8);
    assertThat(page.length).isLessThan(MOST_BYTES_OF_A_PAGE);
    assertThat(Map.of("made", store.madeWith(sweep.name()).get(0).trials()))
        .containsEntry(
            "made", (long) sweep.sizes().size() * sweep.sizes().get(0).observations().size());
  }
}
