package org.etalon.lab.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.etalon.graph.UnknownIdentifierException;

/** What a run made elsewhere is told by; each may be a column of a file. */
public enum RunField {
  /** Learning rate, > 0; needed. */
  LEARNING_RATE("lr", "lr learning_rate learningrate eta"),
  /** What was reached; needed. */
  SCORE(
      "score",
      "score loss value mean_training_loss train_loss training_loss val_loss validation_loss"
          + " accuracy val_accuracy"),
  /** Which size the network is of: a positive number, or a name; needed unless there is a model. */
  SIZE("size", "size depth layers num_layers n_layers blocks num_blocks n_blocks width"),
  /** The number of a size that is named otherwise. */
  SIZE_VALUE("size-value", "size_value"),
  /** Seed of the run, a whole number; without it runs of one size and rate are numbered. */
  SEED("seed", "seed random_seed"),
  /** Reference of the network, which gives its depth by every measure. */
  MODEL("model", "model"),
  /** How the run ended. */
  STATUS("diverged", "diverged outcome state status"),
  /** Steps of training done. */
  STEPS("steps", "steps");

  /** Prefixes by which trackers tell settings and results apart. */
  private static final List<String> PREFIXES =
      List.of("config", "params", "param", "metrics", "metric", "summary", "user_attrs", "attr");

  private final String id;
  private final String names;

  RunField(String id, String names) {
    this.id = id;
    this.names = names;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** The column names that are recognised, the preferred first. */
  public List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /** Whether a file without it cannot be read. */
  boolean isNeeded() {
    return this == LEARNING_RATE || this == SCORE;
  }

  /**
   * The field of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static RunField byId(String id) {
    for (RunField field : values()) {
      if (field.id.equals(id)) {
        return field;
      }
    }
    throw new UnknownIdentifierException(
        "field of --columns", id, Arrays.stream(values()).map(RunField::id).toList());
  }

  /**
   * A column's name without its tracker's prefix, in lower case: {@code params.learning-rate} and
   * {@code config/Learning Rate} are {@code learning_rate}.
   */
  static String plain(String column) {
    String name = column.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    for (String prefix : PREFIXES) {
      if (name.length() > prefix.length() + 1
          && name.startsWith(prefix)
          && "._/".indexOf(name.charAt(prefix.length())) >= 0) {
        return name.substring(prefix.length() + 1);
      }
    }
    return name;
  }
}
