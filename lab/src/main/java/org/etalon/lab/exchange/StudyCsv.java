package org.etalon.lab.exchange;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * A study as a table, a row for each trial, for people and other programs. Loss curves are not in
 * it. {@link RunsReader} reads it back without a column being named.
 */
public final class StudyCsv {
  private static final List<String> AFTER_DEPTHS =
      List.of(
          "model",
          "learning_rate",
          "seed",
          "outcome",
          "steps",
          "score",
          "mean_training_loss",
          "final_training_loss",
          "validation_loss",
          "accuracy",
          "seconds",
          "optimizer",
          "weight_decay",
          "schedule",
          "init",
          "readout",
          "transfer_law",
          "transfer_base",
          "data",
          "batch",
          "asked_steps",
          "training_loss",
          "host",
          "key");

  private StudyCsv() {}

  /**
   * Writes.
   *
   * @param study its definition
   * @param store where its trials are
   * @param out is not closed
   * @throws IOException if it cannot be written
   */
  public static void write(Study study, Store store, Writer out) throws IOException {
    // Not closed: that would close the writer, which is its owner's.
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    try {
      List<String> header = new ArrayList<>(List.of("study", "size", "size_value"));
      for (DepthMeasure measure : DepthMeasure.values()) {
        header.add("depth_" + measure.id().replace('-', '_'));
      }
      header.addAll(AFTER_DEPTHS);
      csv.writeRecord(header);
      for (Store.BroughtTrial one : store.trialsWithResults(study.name())) {
        csv.writeRecord(row(study, one));
      }
      csv.flush();
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  private static List<String> row(Study study, Store.BroughtTrial one) {
    Optional<TrialResult> result = one.result();
    List<String> row = new ArrayList<>(List.of(study.name(), one.size()));
    Optional<Size> size =
        study.sizes().stream().filter(s -> s.label().equals(one.size())).findFirst();
    row.add(text(size.map(Size::value).orElse(OptionalDouble.empty())));
    Map<DepthMeasure, Double> depths = size.map(Size::depths).orElse(Map.of());
    Arrays.stream(DepthMeasure.values())
        .forEach(measure -> row.add(depths.containsKey(measure) ? "" + depths.get(measure) : ""));
    Trial trial = one.trial();
    row.add(trial.model());
    row.add(Double.toString(trial.learningRate()));
    row.add(Long.toString(trial.seed()));
    row.add(result.map(r -> r.outcome().name().toLowerCase(Locale.ROOT)).orElse("unfinished"));
    row.add(result.map(r -> Long.toString(r.steps())).orElse(""));
    row.add(score(study.score(), result));
    row.add(score(Score.MEAN_TRAINING_LOSS, result));
    row.add(score(Score.FINAL_TRAINING_LOSS, result));
    row.add(text(result.map(TrialResult::validationLoss).orElse(OptionalDouble.empty())));
    row.add(text(result.map(TrialResult::accuracy).orElse(OptionalDouble.empty())));
    row.add(result.map(r -> Double.toString(r.seconds())).orElse(""));
    row.add(trial.optimizer());
    row.add(Double.toString(trial.weightDecay()));
    row.add(trial.schedule());
    row.add(trial.start().init());
    row.add(trial.start().readout());
    row.add(trial.transfer().map(Trial.Transfer::law).orElse(""));
    row.add(trial.transfer().map(Trial.Transfer::base).orElse(""));
    row.add(trial.data());
    row.add(Integer.toString(trial.batch()));
    row.add(Long.toString(trial.steps()));
    row.add(trial.loss());
    row.add(result.map(r -> r.provenance().host()).orElse(""));
    row.add(trial.key());
    return row;
  }

  private static String score(Score score, Optional<TrialResult> result) {
    return text(result.map(score::of).orElse(OptionalDouble.empty()));
  }

  private static String text(OptionalDouble number) {
    return number.isPresent() ? Double.toString(number.getAsDouble()) : "";
  }
}
