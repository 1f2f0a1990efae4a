package org.etalon.lab.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Trials and results as rows. */
final class Rows {
  /** The columns of a trial. */
  static final String TRIAL =
      "key, model, model_digest, init, readout, transfer_base, transfer_law, transfer_measure,"
          + " transfer_exponent, transfer_width, optimizer, learning_rate, weight_decay, schedule,"
          + " data, augmented, batch, steps, loss, abandon_above, evaluated, seed";

  /** Their values, by name. */
  static final String TRIAL_VALUES = values(TRIAL);

  /** The columns of a result. */
  static final String RESULT =
      "trial, outcome, steps, mean_training_loss, final_training_loss, validation_loss, accuracy,"
          + " seconds, losses, etalon, engine, java, system, host, finished_at";

  /** Their values, by name. */
  static final String RESULT_VALUES = values(RESULT);

  /** The trials {@code t} of a study and their sizes {@code st.size}, in the order told. */
  static final String OF_STUDY =
      " from study_trial st join trial t on t.key = st.trial where st.study = :study"
          + " order by st.size, t.learning_rate, t.seed, t.key";

  private Rows() {}

  private static String values(String columns) {
    return ":" + columns.replace(", ", ", :");
  }

  /** The columns with a table's name before each. */
  static String of(String table, String columns) {
    return table + "." + columns.replace(", ", ", " + table + ".");
  }

  static <S extends SqlStatement<S>> S bind(S statement, String key, Trial trial) {
    Trial.Transfer transfer = trial.transfer().orElse(null);
    return statement
        .bind("key", key)
        .bind("model", trial.model())
        .bind("model_digest", trial.modelDigest())
        .bind("init", trial.start().init())
        .bind("readout", trial.start().readout())
        .bind("transfer_base", transfer == null ? null : transfer.base())
        .bind("transfer_law", transfer == null ? null : transfer.law())
        .bind("transfer_measure", transfer == null ? null : transfer.measure())
        .bind("transfer_exponent", transfer == null ? null : boxed(transfer.exponent()))
        .bind("transfer_width", transfer == null ? null : transfer.width())
        .bind("optimizer", trial.optimizer())
        .bind("learning_rate", trial.learningRate())
        .bind("weight_decay", trial.weightDecay())
        .bind("schedule", trial.schedule())
        .bind("data", trial.data())
        .bind("augmented", trial.augmented() ? 1 : 0)
        .bind("batch", trial.batch())
        .bind("steps", trial.steps())
        .bind("loss", trial.loss())
        .bind("abandon_above", boxed(trial.abandonAbove()))
        .bind("evaluated", trial.evaluated() ? 1 : 0)
        .bind("seed", trial.seed());
  }

  static <S extends SqlStatement<S>> S bind(S statement, TrialResult result) {
    Provenance provenance = result.provenance();
    return statement
        .bind("outcome", result.outcome().name())
        .bind("steps", result.steps())
        .bind("mean_training_loss", boxed(Score.MEAN_TRAINING_LOSS.of(result)))
        .bind("final_training_loss", boxed(Score.FINAL_TRAINING_LOSS.of(result)))
        .bind("validation_loss", boxed(result.validationLoss()))
        .bind("accuracy", boxed(result.accuracy()))
        .bind("seconds", result.seconds())
        .bind("losses", Curves.bytes(result.losses()))
        .bind("etalon", provenance.etalon())
        .bind("engine", provenance.engine())
        .bind("java", provenance.java())
        .bind("system", provenance.system())
        .bind("host", provenance.host());
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
  }

  /** The trial of a row. */
  static Trial trial(ResultSet row) throws SQLException {
    String law = row.getString("transfer_law");
    Trial trial =
        new Trial(
            row.getString("model"),
            row.getString("model_digest"),
            new Trial.Start(row.getString("init"), row.getString("readout")),
            law == null
                ? Optional.empty()
                : Optional.of(
                    new Trial.Transfer(
                        row.getString("transfer_base"),
                        law,
                        row.getString("transfer_measure"),
                        optional(row, "transfer_exponent"),
                        row.getString("transfer_width"))),
            row.getString("optimizer"),
            row.getDouble("learning_rate"),
            row.getDouble("weight_decay"),
            row.getString("schedule"),
            row.getString("data"),
            row.getInt("augmented") != 0,
            row.getInt("batch"),
            row.getLong("steps"),
            row.getString("loss"),
            optional(row, "abandon_above"),
            row.getInt("evaluated") != 0,
            row.getLong("seed"));
    String key = row.getString("key");
    if (!trial.key().equals(key)) {
      throw new InputException(
          "trial " + key,
          "does not hold the settings that its key was made of",
          "the store was changed by hand or is damaged: restore a copy");
    }
    return trial;
  }

  /** The result of a row. */
  static TrialResult result(ResultSet row) throws SQLException {
    return new TrialResult(
        TrialResult.Outcome.valueOf(row.getString("outcome")),
        Curves.losses(row.getBytes("losses")),
        optional(row, "validation_loss"),
        optional(row, "accuracy"),
        row.getDouble("seconds"),
        provenance(row));
  }

  /** What the result of a row was made with. */
  static Provenance provenance(ResultSet row) throws SQLException {
    return new Provenance(
        row.getString("etalon"),
        row.getString("engine"),
        row.getString("java"),
        row.getString("system"),
        row.getString("host"));
  }

  /** A provenance's values, by name. */
  static Map<String, String> values(Provenance provenance) {
    return Map.of(
        "etalon", provenance.etalon(),
        "engine", provenance.engine(),
        "java", provenance.java(),
        "system", provenance.system(),
        "host", provenance.host());
  }

  /** A number that may be missing. */
  static OptionalDouble optional(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
