package org.etalon.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgedLaw;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.ProbedLaw;
import org.etalon.law.RateProbe;
import org.etalon.torch.LibTorch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etalon judge}: what each law's prediction costs when it is trained. */
@Command(
    name = "judge",
    description = "What each law's prediction costs against a target's own optimum, by training.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon judge --study depths",
      "  etalon judge --study depths --base depth=5 --law am-mup,constant --seeds 5",
      "  etalon judge --study depths --no-training --format json",
      "  etalon judge --csv runs.csv --columns lr=config.lr,score=loss,size=depth"
    })
final class JudgeCommand implements Callable<Integer> {
  private static final double STANDARD_CONFIDENCE = 0.9;

  private final Streams streams;

  @Mixin private RunsOptions runs = new RunsOptions();

  @Option(
      names = "--base",
      paramLabel = "SIZE",
      description = "The size that alone is tuned (default: the study's first).")
  private @Nullable String base;

  @Option(
      names = "--law",
      split = ",",
      paramLabel = "ID",
      description = "The laws to judge (default: all; see 'etalon laws').")
  private List<String> laws = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds of each prediction, new ones (default: the study's number, at least 3).")
  private @Nullable Integer seeds;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: the study's, or 0.9).")
  private @Nullable Double confidence;

  @Option(
      names = "--no-training",
      description = "Train nothing: use what was trained before, else read costs off the sweep.")
  private boolean noTraining;

  @Mixin private WorkOptions work = new WorkOptions();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  JudgeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    result.check();
    runs.check();
    work.check();
    if (confidence != null) {
      Confidence.check(confidence);
    }
    List<JudgedLaw> chosen = laws.isEmpty() ? JudgedLaw.all() : JudgedLaw.of(laws);
    if (runs.study().isPresent()) {
      ofStudy(runs.study().get(), chosen);
    } else {
      ofFile(chosen);
    }
    return ExitStatus.DONE;
  }

  private void ofStudy(String name, List<JudgedLaw> chosen)
      throws IOException, InterruptedException {
    try (Store store =
        noTraining
            ? runs.store().openToRead(streams.err())
            : runs.store().openExisting(streams.err())) {
      Study study = StoreOptions.study(store, name);
      double level = confidence == null ? study.search().confidence() : confidence;
      boolean probed =
          chosen.stream().anyMatch(law -> law.id().equals(ProbedLaw.ID))
              && (!noTraining || LibTorch.isPresent());
      Optional<RateProbe> probe =
          probed
              ? Optional.of(Judging.probe(study.training(), work.folders(), streams.err()))
              : Optional.empty();
      Judge judge = judge(Sweep.of(study, store, level), probe, chosen);
      if (!noTraining) {
        try (Workplace place = engine.open(work, streams.err())) {
          Judging.train(judge, store, place, streams.err());
        }
      }
      write(judge.read(store), Optional.of(store.address()));
    }
  }

  /** Runs made elsewhere: there is nothing to train with. */
  private void ofFile(List<JudgedLaw> chosen) throws IOException {
    if (seeds != null) {
      throw new InputException("--seeds", "is for --study: a file trains nothing", "leave it out");
    }
    double level = confidence == null ? STANDARD_CONFIDENCE : confidence;
    Judge judge = judge(runs.sweep(level, streams.err()), Optional.empty(), chosen);
    write(judge.judgement(key -> Optional.empty()), Optional.empty());
  }

  private Judge judge(Sweep sweep, Optional<RateProbe> probe, List<JudgedLaw> chosen) {
    return Judge.of(
        Judging.request(sweep, probe)
            .withBase(Optional.ofNullable(base))
            .withLaws(chosen)
            .withSeeds(seeds == null ? OptionalInt.empty() : OptionalInt.of(seeds)));
  }

  private void write(Judgement judgement, Optional<String> store) throws IOException {
    result.write(
        streams, () -> JudgeText.of(judgement), json -> JudgeJson.write(judgement, store, json));
    if (!result.isJson()) {
      judgement.notes().forEach(note -> Messages.note(streams.err(), note));
    }
  }
}
