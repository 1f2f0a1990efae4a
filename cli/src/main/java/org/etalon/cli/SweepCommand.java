package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.etalon.graph.InputException;
import org.etalon.lab.forecast.Forecast;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.sweep.Sweep;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code etalon sweep}: trains over learning rates, seeds and sizes, into a store. */
@Command(
    name = "sweep",
    description = "Trains over learning rates, seeds and sizes; what is done is kept in a store.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon sweep study.yaml",
      "  etalon sweep --study depths --model cnn:width=8 --vary depth=3,5,8 --rates 0.01:1:12",
      "  etalon sweep --study depths          (goes on with a study of the store)"
    })
final class SweepCommand implements Callable<Integer> {
  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Parameters(arity = "0..1", paramLabel = "STUDY.yaml", description = "A study file.")
  private @Nullable Path file;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "Name of the study that the other options describe, or of one in the store.")
  private @Nullable String name;

  @Mixin private StudyOptions settings = new StudyOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  @Option(
      names = "--dry-run",
      description =
          "Say how many trials there are at most, and how long they will take by the store's own"
              + " timings; train nothing.")
  private boolean dry;

  SweepCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    result.check();
    training.check();
    NetworkWords words = new NetworkWords(training.folders(), streams.err());
    boolean stored = name != null && file == null && settings.given().isEmpty();
    if (dry) {
      forecast(stored, words);
      return ExitStatus.DONE;
    }
    if (stored) {
      try (Store store = training.store().openExisting(streams.err())) {
        run(StoreOptions.study(store, String.valueOf(name)), store);
      }
      return ExitStatus.DONE;
    }
    Study study = described(words);
    try (Store store = training.store().open(streams.err())) {
      store.keepStudy(study.name(), StudyWriter.write(study));
      run(study, store);
    }
    return ExitStatus.DONE;
  }

  /** Says what a study will take; neither trains nor makes a store. */
  private void forecast(boolean stored, NetworkWords words) throws IOException {
    Optional<Store> found =
        stored
            ? Optional.of(training.store().openToRead(streams.err()))
            : training.store().find(streams.err());
    try {
      Study study =
          stored ? StoreOptions.study(found.orElseThrow(), String.valueOf(name)) : described(words);
      Function<String, Network> networks = Judging.networks();
      Forecast forecast =
          Forecast.of(study, found, model -> networks.apply(model).scalars().doubleValue());
      SweepSize size =
          new SweepSize(
              forecast, training.work().workers(), ZonedDateTime.now(ZoneId.systemDefault()));
      result.write(streams, size::text, size::write);
    } finally {
      found.ifPresent(Store::close);
    }
  }

  /** The study of the file, or of the options. */
  private Study described(NetworkWords words) {
    List<String> given = settings.given();
    if (file != null) {
      if (name != null || !given.isEmpty()) {
        throw new InputException(
            name != null ? "--study" : given.get(0),
            "cannot go with a study file, which says everything itself",
            "change the file, or leave it out and describe the study by options");
      }
      return StudyReader.read(file, words);
    }
    if (given.isEmpty()) {
      throw new InputException(
          "sweep", "was given no study", "name a study file, or give --model and --vary");
    }
    long firstSeed = 1 + (main == null ? 0 : main.seed());
    return StudyReader.read(settings.document(firstSeed), name == null ? "sweep" : name, words);
  }

  private void run(Study study, Store store) throws IOException, InterruptedException {
    int trained;
    try (Workplace place = engine.open(training.work(), streams.err())) {
      trained = Studies.run(study, store, place, streams.err());
    }
    Sweep sweep = Sweep.of(study, store, study.search().confidence());
    result.write(
        streams,
        () -> Optima.text(sweep),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("study", sweep.name());
          json.writeStringProperty("store", store.address());
          json.writeStringProperty("score", sweep.score());
          json.writeNumberProperty("trained", trained);
          Optima.write(sweep, json);
          json.writeEndObject();
        });
  }
}
