package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.graph.InputException;
import org.etalon.torch.probe.FirstStep;
import org.etalon.torch.probe.Probe;
import org.etalon.torch.probe.ProbeData;
import org.etalon.torch.probe.Probes;
import org.etalon.torch.probe.Probing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How networks are probed: what {@code probe} and {@code --law probe} ask for. */
final class ProbeOptions {
  private static final int STANDARD_BATCH = 32;
  private static final int STANDARD_SEEDS = 6;
  private static final int MOST_SEEDS = 10_000;
  private static final double STANDARD_CONFIDENCE = 0.95;

  @Option(
      names = "--kind",
      paramLabel = "ID",
      description =
          "What is measured: update-energy (default), relative-energy, largest-layer,"
              + " logit-change, sharpness or line-search.")
  private @Nullable String kind;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "What is probed with (see 'etalon data'); gaussian: normal inputs of the model's own"
              + " shape and random labels. Default: digits where the model takes them, else"
              + " gaussian.")
  private @Nullable String data;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Look here first for folders of data.")
  private @Nullable String dataDir;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples of the batch (default: " + STANDARD_BATCH + ").")
  private @Nullable Integer batch;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Initialisations and batches (default: " + STANDARD_SEEDS + ").")
  private @Nullable Integer seeds;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: 0.95).")
  private @Nullable Double confidence;

  /** Folders other than those of the options. */
  private @Nullable DataFolders folders;

  /** Nothing asked for but the data. */
  static ProbeOptions on(String data, DataFolders folders) {
    ProbeOptions options = new ProbeOptions();
    options.data = data;
    options.folders = folders;
    return options;
  }

  /** The names of the options that were given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    add(given, "--kind", kind);
    add(given, "--data", data);
    add(given, "--data-dir", dataDir);
    add(given, "--batch", batch);
    add(given, "--seeds", seeds);
    add(given, "--confidence", confidence);
    return given;
  }

  private static void add(List<String> given, String name, @Nullable Object value) {
    if (value != null) {
      given.add(name);
    }
  }

  /**
   * Checks identifiers and numbers, which costs nothing.
   *
   * @throws InputException for a number out of range
   * @throws org.etalon.graph.UnknownIdentifierException for an unknown kind
   */
  void check() {
    Probe unused = probe();
    within("--batch", batch(), 1, 1 << 20);
    within("--seeds", seeds(), 1, MOST_SEEDS);
    Confidence.check(confidence());
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InputException(
          name, value + " is out of range", "give a whole number from " + least + " to " + most);
    }
  }

  Probe probe() {
    return Probes.byId(kind == null ? "update-energy" : kind);
  }

  int batch() {
    return batch == null ? STANDARD_BATCH : batch;
  }

  int seeds() {
    return seeds == null ? STANDARD_SEEDS : seeds;
  }

  double confidence() {
    return confidence == null ? STANDARD_CONFIDENCE : confidence;
  }

  /** What models are probed with. */
  DataChoice data(long seed) {
    DataFolders places =
        folders == null
            ? DataFolders.usual(Optional.ofNullable(dataDir), System.getenv())
            : folders;
    return new DataChoice(Optional.ofNullable(data), places, batch(), seed);
  }

  /** A probing of several networks on all processors. */
  Probing probing(FirstStep rule, ProbeData chosen, long seed) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    return new Probing(probe(), rule, chosen, seeds(), seed, threads);
  }
}
