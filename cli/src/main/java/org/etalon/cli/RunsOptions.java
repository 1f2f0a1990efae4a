package org.etalon.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.exchange.RunFormat;
import org.etalon.lab.exchange.RunsReader;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.Sweep;
import org.etalon.model.ModelReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which runs are looked at: those of a study, or of a file that was made elsewhere. */
final class RunsOptions {
  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "The runs of a study ('etalon studies' lists them).")
  private @Nullable String study;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Runs made elsewhere: CSV or JSON Lines, one run a row.")
  private @Nullable Path csv;

  @Option(
      names = "--columns",
      paramLabel = "FIELD=COLUMN,…",
      description =
          "Which column of --csv is lr, score, size, seed, model, diverged, steps; usual names are"
              + " known.")
  private @Nullable String columns;

  @Option(
      names = "--separator",
      paramLabel = "C",
      description = "Between the fields of --csv: , ; or tab (default: told by its header).")
  private @Nullable String separator;

  @Option(
      names = "--decimal-comma",
      description = "Numbers in --csv have a decimal comma even if commas separate its fields.")
  private boolean decimalComma;

  @Option(
      names = "--larger-is-better",
      description = "The score in --csv is to be large, as an accuracy is.")
  private boolean largerIsBetter;

  /** The names of the options that were given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    if (study != null) {
      given.add("--study");
    }
    if (csv != null) {
      given.add("--csv");
    }
    if (store.isGiven()) {
      given.add("--store");
    }
    given.addAll(ofFile());
    return given;
  }

  private List<String> ofFile() {
    List<String> given = new ArrayList<>();
    if (columns != null) {
      given.add("--columns");
    }
    if (separator != null) {
      given.add("--separator");
    }
    if (decimalComma) {
      given.add("--decimal-comma");
    }
    if (largerIsBetter) {
      given.add("--larger-is-better");
    }
    return given;
  }

  /** The study's name; empty for runs made elsewhere. */
  Optional<String> study() {
    return Optional.ofNullable(study);
  }

  /** Where studies are kept. */
  StoreOptions store() {
    return store;
  }

  /**
   * Fails early where options contradict each other.
   *
   * @throws InputException naming the options
   */
  void check() {
    if ((study == null) == (csv == null)) {
      throw new InputException(
          study == null ? "--study or --csv" : "--study and --csv",
          study == null ? "is missing: there are no runs to look at" : "cannot go together",
          "name a study with --study NAME, or a file with --csv FILE");
    }
    List<String> misplaced = ofFile();
    if (csv == null && !misplaced.isEmpty()) {
      throw new InputException(misplaced.get(0), "is for --csv", "leave it out");
    }
    if (csv != null && store.isGiven()) {
      throw new InputException("--store", "is for --study", "leave it out");
    }
    RunFormat unused = format();
  }

  private RunFormat format() {
    return new RunFormat(
        columns == null ? Map.of() : RunFormat.columns(columns),
        separator == null ? Optional.empty() : Optional.of(RunFormat.separator(separator)),
        decimalComma,
        largerIsBetter);
  }

  /**
   * Reads the runs and finds the optimum of each size. What the user should know of how a file was
   * read goes to {@code err}.
   *
   * @param confidence of the optima's intervals
   * @throws InputException if they cannot be read
   */
  Sweep sweep(double confidence, PrintWriter err) {
    check();
    if (csv != null) {
      RunsReader.Runs runs = RunsReader.read(csv, format(), RunsOptions::depths, confidence);
      runs.notes().forEach(note -> Messages.note(err, note));
      return runs.sweep();
    }
    try (Store opened = store.openToRead(err)) {
      return sweep(opened, String.valueOf(study), confidence);
    }
  }

  /** The runs of a study in an open store. */
  static Sweep sweep(Store store, String name, double confidence) {
    Study study = StoreOptions.study(store, name);
    return Sweep.of(study, store, confidence);
  }

  /** How deep a network is by every measure by which it has a depth. */
  private static Map<DepthMeasure, Double> depths(String reference) {
    Map<DepthMeasure, Double> depths =
        ModelReader.ofNetworks().read(reference).depths().asNumbers();
    depths.values().removeIf(depth -> !(depth > 0));
    return depths;
  }
}
