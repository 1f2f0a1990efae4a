package org.etalon.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.etalon.document.Value;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.jspecify.annotations.Nullable;

/** A Hugging Face config: fields in range, transformers' defaults where they are missing. */
final class Config {
  /** Labels that transformers assumes where a config names none. */
  private static final int LABELS = 2;

  /** Sizes a list may hold: stages of a network. */
  private static final int MOST_STAGES = 64;

  /** What stands between the numbers of a list. */
  private static final Pattern LISTED = Pattern.compile("[\\[\\], ]+");

  /** transformers' names of nonlinearities ({@code activations.py}) that Etalon knows. */
  private static final Map<String, Operation> ACTIVATIONS = new LinkedHashMap<>();

  static {
    activation("relu", Pointwise.Function.RELU);
    activation("relu6", Pointwise.Function.CLIP, 0, 6);
    activation("leaky_relu", Pointwise.Function.LEAKY_RELU);
    activation("gelu", Pointwise.Function.GELU);
    activation("gelu_python", Pointwise.Function.GELU);
    activation("gelu_new", Pointwise.Function.GELU_TANH);
    activation("gelu_fast", Pointwise.Function.GELU_TANH);
    activation("gelu_accurate", Pointwise.Function.GELU_TANH);
    activation("gelu_pytorch_tanh", Pointwise.Function.GELU_TANH);
    activation("quick_gelu", Pointwise.Function.QUICK_GELU);
    activation("silu", Pointwise.Function.SILU);
    activation("swish", Pointwise.Function.SILU);
    activation("mish", Pointwise.Function.MISH);
    activation("tanh", Pointwise.Function.TANH);
    activation("sigmoid", Pointwise.Function.SIGMOID);
  }

  private final Value.Mapping map;
  private final List<Finding> findings;
  private final List<String> defaulted = new ArrayList<>();

  Config(Value.Mapping map, List<Finding> findings) {
    this.map = map;
    this.findings = findings;
  }

  private static void activation(String name, Pointwise.Function function, double... settings) {
    ACTIVATIONS.put(name, new Pointwise.Activation(function, settings));
  }

  /** The names of nonlinearities that are known. */
  static List<String> activations() {
    return List.copyOf(ACTIVATIONS.keySet());
  }

  private @Nullable Value present(String key) {
    Value value = map.get(key);
    return value == null || (value instanceof Value.Scalar s && s.is(Value.Kind.NOTHING))
        ? null
        : value;
  }

  /** Whether a field is there with a value. */
  boolean given(String key) {
    return present(key) != null;
  }

  private @Nullable Value find(ConfigKey key) {
    Value value = present(key.key());
    Value other = key.alias().isEmpty() ? null : present(key.alias());
    if (value != null && other != null && !sameText(value, other)) {
      throw new InputException(
          where(key.key()),
          "is " + value.describe() + ", but " + key.alias() + " is " + other.describe(),
          "these are two names of one field; keep one");
    }
    Value found = value == null ? other : value;
    if (found == null && !key.standard().equals("null") && !defaulted.contains(key.key())) {
      defaulted.add(key.key());
    }
    return found;
  }

  private static boolean sameText(Value a, Value b) {
    return a instanceof Value.Scalar x && b instanceof Value.Scalar y && x.text().equals(y.text());
  }

  /** The place of a field, for messages. */
  String where(String key) {
    Value value = map.get(key);
    return value == null ? key : "line " + value.line() + ", " + key;
  }

  /** The complaint that a field does not fit. */
  InputException refused(ConfigKey key, String problem, String wayOut) {
    Value value = find(key);
    String shown = value == null ? key.standard() + " (the default)" : value.describe();
    String name = map.get(key.key()) == null && given(key.alias()) ? key.alias() : key.key();
    return new InputException(where(name), "is " + shown + ", " + problem, wayOut);
  }

  private long whole(ConfigKey key, Value value, long least, long most) {
    if (value instanceof Value.Scalar scalar
        && scalar.is(Value.Kind.WHOLE)
        && scalar.text().length() < 19) {
      long number = Long.parseLong(scalar.text());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new InputException(
        where(given(key.key()) ? key.key() : key.alias()),
        "is " + value.describe() + ", expected a whole number from " + least + " to " + most,
        "correct the config");
  }

  /** A size; at least 1. */
  int size(ConfigKey key) {
    return size(key, Integer.parseInt(key.standard().equals("null") ? "0" : key.standard()));
  }

  /** A size that another one decides where it is missing. */
  int size(ConfigKey key, int standard) {
    Value value = find(key);
    return value == null ? standard : (int) whole(key, value, 1, Limits.LARGEST_SIZE);
  }

  /** Sizes, one for each stage. */
  List<Integer> sizes(ConfigKey key) {
    Value value = find(key);
    List<Integer> sizes = new ArrayList<>();
    if (value == null) {
      for (String number : LISTED.split(key.standard(), -1)) {
        if (!number.isEmpty()) {
          sizes.add(Integer.parseInt(number));
        }
      }
      return sizes;
    }
    if (!(value instanceof Value.Sequence list)
        || list.items().isEmpty()
        || list.items().size() > MOST_STAGES) {
      throw refused(key, "expected a list of sizes", "correct the config");
    }
    for (Value item : list.items()) {
      sizes.add((int) whole(key, item, 1, Limits.LARGEST_SIZE));
    }
    return sizes;
  }

  /** Two sizes, height and width, where one number stands for both. */
  List<Integer> sides(ConfigKey key) {
    if (find(key) instanceof Value.Sequence list) {
      if (list.items().size() != 2) {
        throw refused(key, "expected one side, or height and width", "correct the config");
      }
      return sizes(key);
    }
    int side = size(key);
    return List.of(side, side);
  }

  /** A number within a range. */
  double real(ConfigKey key, double least, double most) {
    Value value = find(key);
    if (value == null) {
      return Double.parseDouble(key.standard());
    }
    if (value instanceof Value.Scalar scalar
        && (scalar.is(Value.Kind.REAL) || scalar.is(Value.Kind.WHOLE))) {
      try {
        double number = Double.parseDouble(scalar.text());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException malformed) {
        throw refused(key, "expected a number", "correct the config");
      }
    }
    throw refused(key, "expected a number from " + least + " to " + most, "correct the config");
  }

  /** A rate of dropout. */
  double rate(ConfigKey key) {
    return real(key, 0, 0.999);
  }

  /** What a norm adds to the variance. */
  double epsilon(ConfigKey key) {
    return real(key, 0, 1);
  }

  boolean flag(ConfigKey key) {
    Value value = find(key);
    if (value == null) {
      return key.standard().equals("true");
    }
    if (value instanceof Value.Scalar scalar && scalar.is(Value.Kind.FLAG)) {
      return scalar.text().equals("true");
    }
    throw refused(key, "expected true or false", "correct the config");
  }

  /** One of a few words. */
  String word(ConfigKey key, List<String> words) {
    Value value = find(key);
    if (value == null) {
      return key.standard();
    }
    if (value instanceof Value.Scalar scalar && words.contains(scalar.text())) {
      return scalar.text();
    }
    String given = value instanceof Value.Scalar scalar ? scalar.text() : "";
    throw refused(key, "which is not supported", Words.known(given, words));
  }

  /** The nonlinearity that a field names. */
  Operation activation(ConfigKey key) {
    Operation operation = ACTIVATIONS.get(word(key, activations()));
    if (operation == null) {
      throw new IllegalStateException(key + " defaults to an unknown activation");
    }
    return operation;
  }

  /** Refuses a list whose length differs from another's. */
  void requireSameLength(ConfigKey a, List<Integer> first, ConfigKey b, List<Integer> second) {
    if (first.size() != second.size()) {
      throw new InputException(
          where(a.key()),
          "has " + first.size() + " entries, but " + b.key() + " has " + second.size(),
          "give one entry for each stage in both");
    }
  }

  /** Refuses a width that does not divide into heads. */
  void requireHeads(ConfigKey width, int features, ConfigKey heads, int count) {
    if (features % count != 0) {
      throw refused(
          width,
          "which does not divide into " + count + " heads (" + heads.key() + ")",
          "give a " + width.key() + " that is a multiple of " + count);
    }
  }

  /** Refuses a field that asks for something Etalon does not build. */
  void requireAbsent(String key, String what) {
    Value value = present(key);
    boolean off =
        value == null
            || (value instanceof Value.Scalar s
                && (s.text().equals("false") || s.text().equals("0")))
            || (value instanceof Value.Mapping m && m.entries().isEmpty())
            || (value instanceof Value.Sequence l && l.items().isEmpty());
    if (!off) {
      throw new InputException(
          where(key),
          "asks for " + what + ", which Etalon does not build",
          "export the model to ONNX, or describe it in a spec (docs/spec.md)");
    }
  }

  /** Number of labels of a classifier: {@code num_labels}, else the entries of {@code id2label}. */
  int labels() {
    Value labels = present("id2label");
    Value count = present("num_labels");
    int named = -1;
    if (labels instanceof Value.Mapping map) {
      named = map.entries().size();
    } else if (labels != null) {
      throw new InputException(
          where("id2label"),
          "is " + labels.describe() + ", expected labels by number",
          "correct it");
    }
    if (named == 0) {
      throw new InputException(where("id2label"), "names no label", "name them, or drop the field");
    }
    if (count == null) {
      if (named < 0) {
        findings.add(
            Finding.info("num_labels", "not given; transformers takes " + LABELS + " labels"));
      }
      return named < 0 ? LABELS : named;
    }
    ConfigKey key = ConfigKey.size("num_labels", LABELS, "");
    int given = size(key);
    if (named >= 0 && named != given) {
      throw new InputException(
          where("num_labels"),
          "is " + given + ", but id2label names " + named + " labels",
          "make them agree, or drop one");
    }
    return given;
  }

  /** Notes something. */
  void note(String where, String message) {
    findings.add(Finding.info(where, message));
  }

  /** Says which defaults were taken. */
  void noteDefaults() {
    if (!defaulted.isEmpty()) {
      note(
          "", "not in the config, so transformers' defaults hold: " + String.join(", ", defaulted));
    }
  }
}
