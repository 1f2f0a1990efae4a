package org.etalon.lab.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.etalon.data.DataReference;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.search.RateGrid;
import org.etalon.law.Laws;
import org.etalon.plan.WidthRule;

/**
 * Reads studies: files that people write, and the definitions that {@link StudyWriter} keeps. Both
 * are one format, {@code docs/study.schema.json}; definitions name their sizes with all that was
 * found out about them.
 */
public final class StudyReader {
  /** Every key of a study. */
  public static final List<String> KEYS =
      List.of(
          "study",
          "model",
          "vary",
          "models",
          "varied",
          "sizes",
          "init",
          "readout",
          "transfer",
          "optimizer",
          "weight-decay",
          "schedule",
          "data",
          "augment",
          "batch",
          "steps",
          "epochs",
          "loss",
          "learning-rates",
          "seeds",
          "search",
          "guess",
          "accuracy",
          "confidence",
          "budget",
          "score");

  private static final int MOST_SIZES = 10_000;
  private static final int MOST_SEEDS = 10_000;
  private static final int MOST_RATES = 10_000;
  private static final int LONGEST_NAME = 100;
  private static final double STANDARD_ACCURACY = 0.35;
  private static final double STANDARD_CONFIDENCE = 0.9;

  private final StudyWords words;
  private final Entries entries;

  private StudyReader(Entries entries, StudyWords words) {
    this.entries = entries;
    this.words = words;
  }

  /**
   * Reads a file. A study without a name of its own has the file's.
   *
   * @throws InputException if it is unreadable, malformed or contradicts itself; the message names
   *     file, line and key
   */
  public static Study read(Path file, StudyWords words) {
    Value root = DocumentReader.read(file);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(ya?ml|json)$", "");
    try {
      return read(root, name, words);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  /**
   * Reads the definition that a store keeps, to look at what was found: no engine is needed.
   *
   * @throws InputException if it is no such definition
   */
  public static Study kept(String definition) {
    return read(DocumentReader.parse(definition, true), "", new KeptWords());
  }

  /**
   * Reads a document.
   *
   * @param root what it says
   * @param name of the study where it has none
   * @throws InputException as {@link #read(Path, StudyWords)}
   */
  public static Study read(Value root, String name, StudyWords words) {
    return new StudyReader(new Entries("", root, KEYS), words).study(name);
  }

  private Study study(String otherwise) {
    String name = entries.text("study", otherwise).strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.contains("/")) {
      throw entries.problem(
          "study",
          "a study has a name of 1 to " + LONGEST_NAME + " characters without '/'",
          "write study: NAME");
    }
    Score score = Score.byId(entries.text("score", Score.MEAN_TRAINING_LOSS.id()));
    SearchPlan search = search();
    Training training = training();
    if (entries.has("sizes")) {
      refuse("sizes", "model", "vary", "models", "guess");
      return new Study(name, entries.text("varied"), sizes(), training, search, score);
    }
    List<Size> sizes = entries.has("models") ? models(training) : family(training);
    Optional<String> varied = entries.has("vary") ? Optional.of(vary().key()) : Optional.empty();
    return new Study(name, varied, guessed(sizes, training, search), training, search, score);
  }

  private void refuse(String key, String... others) {
    for (String other : others) {
      if (entries.has(other)) {
        throw entries.problem(other, "cannot go with '" + key + "'", "leave one of the two out");
      }
    }
  }

  // --- what is trained ---------------------------------------------------------------------------

  /** A key that varies. */
  private record Variation(String key, List<String> values) {}

  private Variation vary() {
    Value value = entries.require("vary", "vary: {depth: [3, 5, 8]}");
    if (!(value instanceof Value.Mapping map) || map.entries().size() != 1) {
      throw entries.problem(
          "vary",
          "is " + value.describe(),
          "name one key of the family, as in vary: {depth: [3, 5, 8]}; 'models' lists networks that"
              + " differ in more");
    }
    String key = map.entries().keySet().iterator().next();
    List<String> values = new ArrayList<>();
    for (Value item : entries.list("vary", map.entries().values().iterator().next(), MOST_SIZES)) {
      values.add(entries.scalar("vary", item));
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw entries.problem("vary", "has a value twice", "give every value of " + key + " once");
    }
    return new Variation(key, values);
  }

  private List<Size> family(Training training) {
    String model = entries.scalar("model", entries.require("model", "model: cnn:width=16"));
    if (!entries.has("vary")) {
      return List.of(words.model(Optional.empty(), OptionalDouble.empty(), model, training.data()));
    }
    Variation variation = vary();
    return words.family(model, variation.key(), variation.values(), training.data());
  }

  private List<Size> models(Training training) {
    refuse("models", "model", "vary");
    List<Size> sizes = new ArrayList<>();
    Value models = entries.find("models").orElseThrow();
    for (Value item : entries.list("models", models, MOST_SIZES)) {
      if (item instanceof Value.Mapping) {
        Entries one = new Entries("models", item, List.of("model", "label", "value"));
        sizes.add(
            words.model(
                one.text("label"),
                one.real("value", Double.MIN_VALUE, Double.MAX_VALUE),
                one.scalar("model", one.require("model", "model: small.onnx")),
                training.data()));
      } else {
        sizes.add(
            words.model(
                Optional.empty(),
                OptionalDouble.empty(),
                entries.scalar("models", item),
                training.data()));
      }
    }
    return sizes;
  }

  private List<Size> sizes() {
    List<Size> sizes = new ArrayList<>();
    Value all = entries.find("sizes").orElseThrow();
    for (Value item : entries.list("sizes", all, MOST_SIZES)) {
      Entries one =
          new Entries(
              "sizes", item, List.of("label", "value", "model", "digest", "depths", "guess"));
      Map<DepthMeasure, Double> depths = new LinkedHashMap<>();
      if (one.has("depths")) {
        List<String> measures =
            java.util.Arrays.stream(DepthMeasure.values()).map(DepthMeasure::id).toList();
        Entries read = new Entries("depths", one.find("depths").orElseThrow(), measures);
        for (String key : read.keys()) {
          depths.put(
              DepthMeasure.byId(key),
              read.real(key, read.find(key).orElseThrow(), 0, Double.MAX_VALUE));
        }
      }
      sizes.add(
          new Size(
              one.scalar("label", one.require("label", "label: depth=3")),
              one.real("value", Double.MIN_VALUE, Double.MAX_VALUE),
              one.text("model", ""),
              one.text("digest", ""),
              depths,
              one.real("guess", Double.MIN_VALUE, Double.MAX_VALUE)));
    }
    return sizes;
  }

  // --- how ---------------------------------------------------------------------------------------

  private Training training() {
    String data = DataReference.parse(entries.text("data", DataReference.STANDARD)).text();
    long batch = entries.whole("batch", 1, 1 << 24).orElse(64);
    String init = Initialisations.byId(entries.text("init", "he")).id();
    String readout = Readout.byId(entries.text("readout", "he")).id();
    return new Training(
        new Trial.Start(init, readout),
        transfer(),
        words.optimizer(entries.text("optimizer", "sgd")),
        entries.real("weight-decay", 0, 1e6).orElse(0),
        words.schedule(entries.text("schedule", "constant")),
        data,
        entries.flag("augment", false),
        (int) batch,
        steps(data, (int) batch),
        words.loss(entries.text("loss", "cross-entropy")));
  }

  private long steps(String data, int batch) {
    if (entries.has("epochs")) {
      refuse("epochs", "steps");
      double epochs = entries.real("epochs", 1e-6, 1e6).orElseThrow();
      return Math.max(1, Math.round(epochs * words.stepsPerEpoch(data, batch)));
    }
    return entries.whole("steps", 1, 1L << 40).orElse(100);
  }

  private Optional<Trial.Transfer> transfer() {
    if (!entries.has("transfer")) {
      return Optional.empty();
    }
    Entries plan =
        new Entries(
            "transfer",
            entries.find("transfer").orElseThrow(),
            List.of("base", "law", "depth", "exponent", "width"));
    String law = plan.text("law", "am-mup");
    OptionalDouble exponent = plan.real("exponent", -100, 100);
    DepthMeasure measure =
        plan.text("depth")
            .map(DepthMeasure::byId)
            .orElseGet(() -> Laws.byId(law, exponent).defaultMeasure());
    return Optional.of(
        new Trial.Transfer(
            plan.scalar("base", plan.require("base", "base: cnn:depth=3,width=16")),
            law,
            measure.id(),
            exponent,
            WidthRule.byId(plan.text("width", "mup")).id()));
  }

  private SearchPlan search() {
    Entries rates =
        new Entries(
            "learning-rates",
            entries.require("learning-rates", "learning-rates: {from: 0.001, to: 1, count: 20}"),
            List.of("from", "to", "count"));
    String example = "learning-rates: {from: 0.001, to: 1, count: 20}";
    double from = rates.real("from", rates.require("from", example), 1e-300, 1e300);
    double to = rates.real("to", rates.require("to", example), 1e-300, 1e300);
    long count = rates.whole("count", 3, MOST_RATES).orElse(20);
    if (!(from < to)) {
      throw rates.problem("to", "is not above 'from'", "write the lower rate first");
    }
    SearchPlan.Kind kind = SearchPlan.Kind.byId(entries.text("search", "grid"));
    if (kind == SearchPlan.Kind.GRID) {
      refuse("search: grid", "accuracy", "budget", "guess");
    }
    return new SearchPlan(
        kind,
        new RateGrid(from, to, (int) count),
        seeds(),
        entries.real("confidence", 0.5, 0.999).orElse(STANDARD_CONFIDENCE),
        entries.real("accuracy", 1e-3, 10).orElse(STANDARD_ACCURACY),
        entries.whole("budget", 1, Long.MAX_VALUE));
  }

  private List<Long> seeds() {
    Optional<Value> value = entries.find("seeds");
    if (value.isEmpty()) {
      return List.of(1L, 2L, 3L);
    }
    if (value.get() instanceof Value.Scalar) {
      long count = entries.whole("seeds", value.get(), 1, MOST_SEEDS);
      return LongStream.rangeClosed(1, count).boxed().toList();
    }
    List<Long> seeds = new ArrayList<>();
    for (Value item : entries.list("seeds", value.get(), MOST_SEEDS)) {
      seeds.add(entries.whole("seeds", item, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw entries.problem("seeds", "has a seed twice", "give every seed once, or how many");
    }
    return seeds;
  }

  private List<Size> guessed(List<Size> sizes, Training training, SearchPlan search) {
    if (!entries.has("guess")) {
      return sizes;
    }
    Entries guess =
        new Entries("guess", entries.find("guess").orElseThrow(), List.of("rate", "law"));
    double low = search.grid().low();
    double high = search.grid().high();
    double rate = guess.real("rate", guess.require("rate", "guess: {rate: 0.1}"), low, high);
    List<Double> ratios = words.ratios(sizes, guess.text("law", "am-mup"), training);
    List<Size> guessed = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      guessed.add(sizes.get(i).withGuess(OptionalDouble.of(rate * ratios.get(i))));
    }
    return guessed;
  }
}
