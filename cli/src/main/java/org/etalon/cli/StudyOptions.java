package org.etalon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A short study in flags: what a study file says, one flag for each of its keys. */
final class StudyOptions {
  private static final String STANDARD_RATES = "0.001:1:20";

  @Option(names = "--model", paramLabel = "MODEL", description = "The family, or one model file.")
  private @Nullable String model;

  @Option(
      names = "--vary",
      paramLabel = "KEY=a,b,c",
      description = "The sizes: values of one key of the family.")
  private @Nullable String vary;

  @Option(names = "--init", paramLabel = "ID", description = "How weights start (default: he).")
  private @Nullable String init;

  @Option(
      names = "--readout",
      paramLabel = "ID",
      description = "How the read-out starts: he (default), mean-field or zero.")
  private @Nullable String readout;

  @Option(
      names = "--optimizer",
      paramLabel = "ID",
      description = "The update rule: sgd (default), sgd:momentum=0.9, adam, adamw or muon.")
  private @Nullable String optimizer;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay, ≥ 0 (default: 0).")
  private @Nullable String weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "ID",
      description = "constant (default), cosine or cosine:warmup=N.")
  private @Nullable String schedule;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "What is trained on (default: digits; see 'etalon data').")
  private @Nullable String data;

  @Option(names = "--augment", description = "Crop and flip images at random.")
  private boolean augment;

  @Option(names = "--batch", paramLabel = "N", description = "Examples of a step (default: 64).")
  private @Nullable String batch;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of a run (default: 100).")
  private @Nullable String steps;

  @Option(names = "--epochs", paramLabel = "X", description = "The same in passes over the data.")
  private @Nullable String epochs;

  @Option(
      names = "--loss",
      paramLabel = "ID",
      description = "What is minimised (default: cross-entropy).")
  private @Nullable String loss;

  @Option(
      names = "--rates",
      paramLabel = "FROM:TO[:COUNT]",
      description = "Learning rates, evenly spaced in their logarithm (default: 0.001:1:20).")
  private String rates = "";

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds of each run (default: 3).")
  private @Nullable String seeds;

  @Option(
      names = "--search",
      paramLabel = "ID",
      description = "grid (default): every rate; adaptive: rates around the optimum.")
  private @Nullable String search;

  @Option(
      names = "--guess",
      paramLabel = "RATE",
      description =
          "Where an adaptive search of the first size begins; am-mup carries it to the others.")
  private @Nullable String guess;

  @Option(
      names = "--accuracy",
      paramLabel = "X",
      description = "Half-length of the interval of log η* at which it ends (default: 0.35).")
  private @Nullable String accuracy;

  @Option(names = "--confidence", paramLabel = "X", description = "Of the interval (default: 0.9).")
  private @Nullable String confidence;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Most steps of training for one size, for an adaptive search.")
  private @Nullable String budget;

  @Option(
      names = "--score",
      paramLabel = "ID",
      description =
          "mean-training-loss (default), final-training-loss, validation-loss or error-rate.")
  private @Nullable String score;

  /** The names of the options that were given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    document(1).entries().keySet().forEach(key -> given.add("--" + key));
    given.remove("--learning-rates");
    if (!rates.isEmpty()) {
      given.add("--rates");
    }
    return given;
  }

  /**
   * The study as a document, as if it stood in a file.
   *
   * @param firstSeed of the run's seeds
   */
  Value.Mapping document(long firstSeed) {
    Value.Mapping study = new Value.Mapping(0);
    Map<String, @Nullable String> plain = new LinkedHashMap<>();
    plain.put("model", model);
    plain.put("init", init);
    plain.put("readout", readout);
    plain.put("optimizer", optimizer);
    plain.put("weight-decay", weightDecay);
    plain.put("schedule", schedule);
    plain.put("data", data);
    plain.put("augment", augment ? "true" : null);
    plain.put("batch", batch);
    plain.put("steps", steps);
    plain.put("epochs", epochs);
    plain.put("loss", loss);
    plain.put("search", search);
    plain.put("accuracy", accuracy);
    plain.put("confidence", confidence);
    plain.put("budget", budget);
    plain.put("score", score);
    plain.forEach((key, text) -> put(study, key, text));
    if (vary != null) {
      Variation variation = Variation.parse(vary);
      Value.Mapping values = new Value.Mapping(0);
      values
          .entries()
          .put(
              variation.key().orElseThrow(),
              new Value.Sequence(
                  variation.values().stream().map(StudyOptions::scalar).toList(), 0));
      study.entries().put("vary", values);
    }
    study.entries().put("learning-rates", rates(rates.isEmpty() ? STANDARD_RATES : rates));
    if (guess != null) {
      Value.Mapping start = new Value.Mapping(0);
      put(start, "rate", guess);
      study.entries().put("guess", start);
    }
    if (firstSeed != 1) {
      study.entries().put("seeds", seeds(firstSeed));
    } else {
      put(study, "seeds", seeds);
    }
    return study;
  }

  private Value seeds(long first) {
    int count;
    try {
      count = seeds == null ? 3 : Integer.parseInt(seeds);
    } catch (NumberFormatException noNumber) {
      return scalar(String.valueOf(seeds));
    }
    List<Value> list = new ArrayList<>();
    for (long seed = first; seed < first + Math.min(count, 10_000); seed++) {
      list.add(scalar(Long.toString(seed)));
    }
    return new Value.Sequence(list, 0);
  }

  private static Value rates(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new InputException(
          "--rates " + Failures.oneLine(text),
          "is not of the form FROM:TO[:COUNT]",
          "write it as in --rates 0.001:1:20");
    }
    Value.Mapping rates = new Value.Mapping(0);
    put(rates, "from", parts[0].strip());
    put(rates, "to", parts[1].strip());
    put(rates, "count", parts.length == 3 ? parts[2].strip() : null);
    return rates;
  }

  private static void put(Value.Mapping map, String key, @Nullable String text) {
    if (text != null) {
      map.entries().put(key, scalar(text));
    }
  }

  private static Value scalar(String text) {
    return new Value.Scalar(Value.Kind.TEXT, text, 0);
  }
}
