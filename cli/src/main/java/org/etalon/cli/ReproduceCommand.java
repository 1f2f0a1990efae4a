package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.Preset;
import org.etalon.lab.reproduce.PresetReader;
import org.etalon.lab.reproduce.Presets;
import org.etalon.lab.reproduce.Reproduction;
import org.etalon.lab.reproduce.Scale;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code etalon reproduce}: the papers' experiments, run again and compared. */
@Command(
    name = "reproduce",
    description =
        "Runs published experiments again, and writes pages with what was claimed and measured.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon reproduce                      (lists them)",
      "  etalon reproduce depth-law --scale small",
      "  etalon reproduce all --scale smoke --out pages"
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final String ALL = "all";

  private final Streams streams;

  @Parameters(
      arity = "0..1",
      paramLabel = "PRESET",
      description = "One of the list, a file of one, or all; without it, the list.")
  private @Nullable String preset;

  @Option(
      names = "--scale",
      paramLabel = "ID",
      description =
          "smoke: whether it works, in seconds; small (default): minutes; paper: as published.")
  private String scale = "small";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where pages go, and the store (default: etalon-reproductions).")
  private Path folder = Path.of("etalon-reproductions");

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "text (default): aligned tables; json: one document.")
  private String format = "text";

  @Mixin private TrainingOptions training = new TrainingOptions();

  ReproduceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!List.of("text", "json").contains(format)) {
      throw new UnknownIdentifierException(
          "format of this command", format, List.of("text", "json"));
    }
    training.check();
    Scale chosen = Scale.byId(scale);
    List<Experiment> experiments = ReproductionBench.experiments();
    List<Preset> presets = presets(experiments);
    if (preset == null) {
      write(ReproductionSummary.list(presets), json -> ReproductionSummary.list(presets, json));
      return ExitStatus.DONE;
    }
    List<Reproduction> made = run(presets, chosen);
    write(
        ReproductionSummary.text(made, folder),
        json -> ReproductionSummary.write(made, folder, json));
    return ExitStatus.DONE;
  }

  private List<Preset> presets(List<Experiment> experiments) {
    if (preset != null && preset.matches(".*\\.(ya?ml|json)")) {
      return List.of(PresetReader.read(Path.of(preset), experiments));
    }
    if (preset != null && !preset.equals(ALL)) {
      if (!Presets.NAMES.contains(preset)) {
        List<String> known = new ArrayList<>(Presets.NAMES);
        known.add(ALL);
        throw new UnknownIdentifierException("preset", preset, known);
      }
      return List.of(Presets.read(preset, experiments));
    }
    return Presets.NAMES.stream().map(name -> Presets.read(name, experiments)).toList();
  }

  private List<Reproduction> run(List<Preset> presets, Scale chosen)
      throws IOException, InterruptedException {
    makeFolder();
    List<Reproduction> made = new ArrayList<>();
    try (Store store = StoreOptions.open(address(), streams.err())) {
      ReproductionBench bench = new ReproductionBench(chosen, store, training, streams.err());
      for (Preset one : presets) {
        Reproduction result =
            Reproduction.run(
                one,
                bench,
                part ->
                    Messages.say(
                        streams.err(), one.name() + ": " + part.name() + ", " + part.title()));
        ReproductionFiles.write(result, folder);
        Messages.say(streams.err(), one.name() + " is done: " + folder.resolve(one.name() + ".md"));
        made.add(result);
      }
    }
    return made;
  }

  private StoreAddress address() {
    return training.store().isGiven()
        ? training.store().address()
        : new StoreAddress(folder.resolve("etalon.db").toString());
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new InputException(
          "--out " + folder, "cannot be made (" + failure.getMessage() + ")", "choose another");
    }
  }

  private void write(String text, Consumer<JsonGenerator> document) throws IOException {
    OutputStream out = streams.out();
    if (format.equals("json")) {
      Json.document(out, document);
    } else {
      out.write(text.getBytes(UTF_8));
    }
    out.flush();
  }
}
