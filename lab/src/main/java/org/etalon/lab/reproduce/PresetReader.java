package org.etalon.lab.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.study.Entries;
import org.etalon.lab.study.StudyReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads presets. Tags, anchors and unknown keys are refused, as in study files.
 *
 * <p>What a part runs at a scale is put together from four places, each overriding those before:
 * the preset's {@code all}, the part, the preset's entry for the scale, the part's entry for the
 * scale. Mappings are put together key by key; a key without a value takes it away.
 */
public final class PresetReader {
  private static final List<String> SCALES = Stream.of(Scale.values()).map(Scale::id).toList();
  private static final List<String> PRESET =
      plus(List.of("title", "claim", "source", "method", "core-minutes", "all", "parts"), SCALES);
  private static final List<String> PART =
      plus(List.of("part", "title", "experiment", "scales", "claims", "expectation"), SCALES);
  private static final List<String> CLAIM =
      List.of("of", "says", "source", "value", "from", "to", "rivals");

  /** Keys of a study that a part may have: its name and what it has found out are not said. */
  private static final List<String> STUDY =
      StudyReader.KEYS.stream()
          .filter(key -> !Set.of("study", "varied", "sizes").contains(key))
          .toList();

  private static final int MOST_PARTS = 200;
  private static final double LARGEST = 1e12;

  private final List<Experiment> experiments;
  private final Entries preset;

  private PresetReader(Value root, List<Experiment> experiments) {
    this.experiments = experiments;
    this.preset = new Entries("", root, PRESET);
  }

  /**
   * Reads a file.
   *
   * @param experiments those that parts may name
   * @throws InputException if it is unreadable, malformed or contradicts itself
   * @throws UnknownIdentifierException if a part names an experiment that is not known
   */
  public static Preset read(Path file, List<Experiment> experiments) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(ya?ml|json)$", "");
    Value root = DocumentReader.read(file);
    try {
      return read(root, name, experiments);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  /** Reads a document; else as {@link #read(Path, List)}. */
  public static Preset read(Value root, String name, List<Experiment> experiments) {
    return new PresetReader(root, experiments).preset(name);
  }

  private Preset preset(String name) {
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new InputException(
          "preset '" + name + "'", "is no name for a preset", "use small letters, digits, hyphens");
    }
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Value item :
        preset.list("parts", preset.require("parts", "parts: [{part: cnn, …}]"), MOST_PARTS)) {
      Part part = part(item);
      if (!names.add(part.name())) {
        throw preset.problem("parts", "has two parts '" + part.name() + "'", "rename one");
      }
      parts.add(part);
    }
    return new Preset(
        name,
        required(preset, "title"),
        required(preset, "claim"),
        required(preset, "source"),
        preset.text("method", ""),
        minutes(),
        parts);
  }

  private static String required(Entries entries, String key) {
    return entries.scalar(key, entries.require(key, key + ": some words")).strip();
  }

  private Map<Scale, Double> minutes() {
    Entries given =
        new Entries(
            "core-minutes",
            preset.require("core-minutes", "core-minutes: {smoke: 0.2, small: 10, paper: 5000}"),
            SCALES);
    Map<Scale, Double> minutes = new EnumMap<>(Scale.class);
    for (Scale scale : Scale.values()) {
      minutes.put(
          scale,
          given.real(scale.id(), given.require(scale.id(), scale.id() + ": 10"), 0, LARGEST));
    }
    return minutes;
  }

  // --- parts -------------------------------------------------------------------------------------

  private Part part(Value item) {
    Experiment experiment = experiment(item);
    List<String> runnable = plus(STUDY, experiment.keys());
    Entries part = new Entries("part", item, plus(PART, runnable));
    String name = required(part, "part");
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw part.problem("part", "is '" + name + "'", "use small letters, digits, hyphens");
    }
    Value.Mapping own = new Value.Mapping(item.line());
    for (String key : part.keys()) {
      if (runnable.contains(key)) {
        own.entries().put(key, part.find(key).orElseGet(() -> nothing(item)));
      }
    }
    Set<Scale> scales = scales(part);
    Map<Scale, Value.Mapping> keys = new EnumMap<>(Scale.class);
    for (Scale scale : scales) {
      Value.Mapping all = overrides(preset, "all", runnable);
      Value.Mapping ofScale = overrides(preset, scale.id(), runnable);
      Value.Mapping ofPart = overrides(part, scale.id(), runnable);
      keys.put(scale, merged(merged(merged(all, own), ofScale), ofPart));
    }
    return new Part(
        name,
        required(part, "title"),
        experiment,
        scales,
        keys,
        claims(part),
        part.text("expectation", "").strip());
  }

  private Experiment experiment(Value item) {
    @Nullable Value named = item instanceof Value.Mapping map ? map.get("experiment") : null;
    if (!(named instanceof Value.Scalar id)) {
      throw new InputException(
          item.line() > 0 ? "line " + item.line() : "parts",
          "a part names no experiment",
          "write experiment: and one of " + experiments.stream().map(Experiment::id).toList());
    }
    return experiments.stream()
        .filter(one -> one.id().equals(id.text()))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownIdentifierException(
                    "experiment", id.text(), experiments.stream().map(Experiment::id).toList()));
  }

  private static Set<Scale> scales(Entries part) {
    Optional<Value> given = part.find("scales");
    if (given.isEmpty()) {
      return EnumSet.allOf(Scale.class);
    }
    Set<Scale> scales = EnumSet.noneOf(Scale.class);
    for (Value item : part.list("scales", given.get(), SCALES.size())) {
      scales.add(Scale.byId(part.scalar("scales", item)));
    }
    return scales;
  }

  private static Value.Mapping overrides(Entries from, String key, List<String> known) {
    Optional<Value> given = from.find(key);
    if (given.isEmpty()) {
      return new Value.Mapping(0);
    }
    // Read for its complaints.
    var unused = new Entries(key, given.get(), known);
    return (Value.Mapping) given.get();
  }

  private static Value.Mapping merged(Value.Mapping first, Value.Mapping second) {
    Map<String, Value> entries = new LinkedHashMap<>(first.entries());
    second
        .entries()
        .forEach(
            (key, value) -> {
              @Nullable Value old = entries.get(key);
              if (value instanceof Value.Scalar one && one.is(Value.Kind.NOTHING)) {
                entries.remove(key);
              } else if (old instanceof Value.Mapping under
                  && value instanceof Value.Mapping over) {
                entries.put(key, merged(under, over));
              } else {
                entries.put(key, value);
              }
            });
    return new Value.Mapping(entries, second.line() > 0 ? second.line() : first.line());
  }

  private static Value nothing(Value at) {
    return new Value.Scalar(Value.Kind.NOTHING, "", at.line());
  }

  // --- claims ------------------------------------------------------------------------------------

  private static List<Claim> claims(Entries part) {
    Optional<Value> given = part.find("claims");
    if (given.isEmpty()) {
      return List.of();
    }
    return part.list("claims", given.get(), MOST_PARTS).stream().map(PresetReader::claim).toList();
  }

  private static Claim claim(Value item) {
    Entries claim = new Entries("claims", item, CLAIM);
    double low;
    double high;
    if (claim.has("value")) {
      if (claim.has("from") || claim.has("to")) {
        throw claim.problem("value", "cannot go with 'from' and 'to'", "give one or the other");
      }
      low = claim.real("value", -LARGEST, LARGEST).orElseThrow();
      high = low;
    } else {
      if (!claim.has("from") && !claim.has("to")) {
        throw claim.problem(
            "value", "is not there", "write value: -1.5, or from: -1.6 and to: -1.4");
      }
      low = claim.real("from", -LARGEST, LARGEST).orElse(Double.NEGATIVE_INFINITY);
      high = claim.real("to", -LARGEST, LARGEST).orElse(Double.POSITIVE_INFINITY);
      if (!(low <= high)) {
        throw claim.problem("to", "is below 'from'", "write the lower end first");
      }
    }
    List<Double> rivals = new ArrayList<>();
    if (claim.has("rivals")) {
      for (Value rival : claim.list("rivals", claim.find("rivals").orElseThrow(), MOST_PARTS)) {
        rivals.add(claim.real("rivals", rival, -LARGEST, LARGEST));
      }
    }
    return new Claim(
        required(claim, "of"),
        required(claim, "says"),
        claim.text("source", ""),
        low,
        high,
        rivals);
  }

  private static List<String> plus(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }
}
