package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.etalon.data.DataReference;
import org.etalon.document.Value;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Provenance;

/**
 * What came of a preset.
 *
 * @param preset the preset
 * @param scale what was spent
 * @param parts in the preset's order
 * @param versions of what trained, as one line for each combination
 */
public record Reproduction(
    Preset preset, Scale scale, List<PartResult> parts, List<String> versions) {
  /** Trials whose versions are looked at: the first and last of each study. */
  private static final int ENDS = 2;

  /** Copies. */
  public Reproduction {
    parts = List.copyOf(parts);
    versions = List.copyOf(versions);
  }

  /**
   * Runs what is not done yet of a preset.
   *
   * @param preset the preset
   * @param bench to work at
   * @param begun told of each part that begins
   * @throws org.etalon.graph.InputException if a part cannot be run; what is finished is kept
   * @throws InterruptedException if interrupted; what is finished is kept
   */
  public static Reproduction run(Preset preset, Bench bench, Consumer<Part> begun)
      throws InterruptedException {
    List<PartResult> results = new ArrayList<>();
    Set<String> versions = new TreeSet<>();
    for (Part part : preset.parts()) {
      PartResult result = run(preset, part, bench, begun);
      result
          .outcome()
          .ifPresent(found -> found.studies().forEach(s -> versions(s, bench.store(), versions)));
      results.add(result);
    }
    return new Reproduction(preset, bench.scale(), results, List.copyOf(versions));
  }

  private static PartResult run(Preset preset, Part part, Bench bench, Consumer<Part> begun)
      throws InterruptedException {
    Value.Mapping keys = part.keys().get(bench.scale());
    if (keys == null) {
      return PartResult.skipped(part, "not a part of scale " + bench.scale().id());
    }
    Optional<String> missing = missing(keys, bench);
    if (missing.isPresent()) {
      return PartResult.skipped(
          part, "the data `" + missing.get() + "` were not there (`etalon data` says where)");
    }
    begun.accept(part);
    String name = preset.name() + " " + bench.scale().id() + " " + part.name();
    return PartResult.of(part, part.experiment().run(name, keys, bench));
  }

  /** The data of a part, where they are not on this machine. */
  private static Optional<String> missing(Value.Mapping keys, Bench bench) {
    if (!(keys.get("data") instanceof Value.Scalar text)) {
      return Optional.empty();
    }
    DataReference data = DataReference.parse(text.text());
    return text.text().contains("path=") || data.source().find(bench.folders()).isPresent()
        ? Optional.empty()
        : Optional.of(text.text());
  }

  private static void versions(String study, Store store, Set<String> versions) {
    List<String> keys = store.finishedKeys(study);
    for (int i = 0; i < keys.size(); i++) {
      if (i < ENDS || i >= keys.size() - ENDS) {
        store.result(keys.get(i)).ifPresent(result -> versions.add(words(result.provenance())));
      }
    }
  }

  private static String words(Provenance made) {
    return made.etalon() + ", " + made.engine() + ", Java " + made.java() + ", " + made.system();
  }

  /** What all parts took. */
  public Cost cost() {
    Cost sum = Cost.NONE;
    for (PartResult part : parts) {
      sum = sum.plus(part.outcome().map(Outcome::cost).orElse(Cost.NONE));
    }
    return sum;
  }

  /** Every claim of every part beside what was measured. */
  public List<Comparison> comparisons() {
    return parts.stream().flatMap(part -> part.comparisons().stream()).toList();
  }

  /** How many claims came to a verdict. */
  public long count(Verdict verdict) {
    return comparisons().stream().filter(one -> one.verdict() == verdict).count();
  }
}
