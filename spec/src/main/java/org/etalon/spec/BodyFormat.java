package org.etalon.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etalon.document.DocumentLimits;
import org.etalon.document.Value;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;

/**
 * How a body is written: a list of steps, each {@code {call: Slice, of: [0], settings: {axes: [2],
 * starts: [0], ends: [64]}}}. A setting in a list holds whole numbers or sizes, one under {@code
 * real} real numbers, a bare word is a word. In {@code of}, i ≥ 0 is operand i of the node, −1−k
 * the result of step k.
 */
final class BodyFormat {
  private static final int MOST_STEPS = 1_000;
  private static final int MOST_OPERANDS = 5_000;
  private static final List<String> KEYS = List.of("call", "of", "settings");

  private BodyFormat() {}

  /** The body under a key. */
  static Body read(Fields f, String key) {
    if (!(f.value(key) instanceof Value.Sequence list)
        || list.items().isEmpty()
        || list.items().size() > MOST_STEPS) {
      throw f.refused(key, "a list of 1 to " + MOST_STEPS + " steps");
    }
    List<Body.Step> steps = new ArrayList<>();
    for (Value item : list.items()) {
      if (!(item instanceof Value.Mapping step)) {
        throw f.refused(key, "steps such as {call: Slice, of: [0], settings: {axes: [2]}}");
      }
      steps.add(step(f, key, step));
    }
    try {
      return new Body(steps);
    } catch (InputException problem) {
      throw problem.within(f.where(key));
    }
  }

  private static Body.Step step(Fields f, String key, Value.Mapping step) {
    for (var entry : step.entries().entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        throw Fields.unknownKey(f.where(key), entry.getKey(), entry.getValue().line(), KEYS);
      }
    }
    if (!(step.get("call") instanceof Value.Scalar call)
        || call.is(Value.Kind.NOTHING)
        || call.text().isBlank()
        || call.text().length() > Limits.LONGEST_NAME) {
      throw refused(f, key, step, "has no 'call': the name of an operator");
    }
    List<Integer> operands = new ArrayList<>();
    if (step.has("of")) {
      if (!(step.get("of") instanceof Value.Sequence of) || of.items().size() > MOST_OPERANDS) {
        throw refused(f, key, step, "has an 'of' that is no list of numbers");
      }
      for (Value item : of.items()) {
        Dim operand = size(f, key, item);
        boolean fits =
            operand.isKnown() && operand.value() >= -MOST_STEPS && operand.value() < MOST_OPERANDS;
        if (!fits) {
          throw refused(
              f, key, step, "takes operand " + DocumentLimits.shorten(operand.toString()));
        }
        operands.add((int) operand.value());
      }
    }
    Map<String, Call.Setting> settings = new TreeMap<>();
    if (step.has("settings")) {
      if (!(step.get("settings") instanceof Value.Mapping given)) {
        throw refused(f, key, step, "has settings that are no mapping");
      }
      for (var entry : given.entries().entrySet()) {
        settings.put(entry.getKey(), setting(f, key, entry.getValue()));
      }
    }
    return new Body.Step(new Call(call.text(), settings), operands);
  }

  private static Call.Setting setting(Fields f, String key, Value value) {
    if (value instanceof Value.Sequence list) {
      List<Dim> sizes = new ArrayList<>(list.items().size());
      list.items().forEach(item -> sizes.add(size(f, key, item)));
      return new Call.Whole(sizes);
    }
    if (value instanceof Value.Mapping map
        && map.entries().size() == 1
        && map.get("real") instanceof Value.Sequence list) {
      List<Double> numbers = new ArrayList<>(list.items().size());
      list.items().forEach(item -> numbers.add(f.real(key, item)));
      return new Call.Real(numbers);
    }
    if (value instanceof Value.Scalar scalar && scalar.is(Value.Kind.TEXT)) {
      return new Call.Text(scalar.text());
    }
    throw new InputException(
        "line " + value.line() + ", " + f.where(key),
        "holds the setting " + value.describe(),
        "write [1, 2] for whole numbers, {real: [0.5]} for real ones, or a word");
  }

  private static Dim size(Fields f, String key, Value item) {
    if (!(item instanceof Value.Scalar scalar) || scalar.is(Value.Kind.NOTHING)) {
      throw f.refused(key, "numbers or sizes within lists");
    }
    return Sizes.parse(f.where(key), scalar.text());
  }

  private static InputException refused(Fields f, String key, Value at, String problem) {
    return new InputException(
        "line " + at.line() + ", " + f.where(key),
        problem,
        "write steps such as {call: Slice, of: [0], settings: {axes: [2]}}");
  }

  /** The text of a body in flow style. */
  static String text(Body body) {
    List<String> steps = new ArrayList<>();
    for (Body.Step step : body.steps()) {
      Map<String, String> keys = new LinkedHashMap<>();
      keys.put("call", Yaml.quoted(step.call().operator()));
      if (!step.operands().isEmpty()) {
        keys.put("of", step.operands().toString());
      }
      if (!step.call().settings().isEmpty()) {
        Map<String, String> settings = new LinkedHashMap<>();
        step.call().settings().forEach((name, value) -> settings.put(name, text(value)));
        keys.put("settings", mapping(settings));
      }
      steps.add(mapping(keys));
    }
    return Yaml.list(steps);
  }

  private static String mapping(Map<String, String> entries) {
    return "{"
        + String.join(
            ", ",
            entries.entrySet().stream()
                .map(entry -> Yaml.quoted(entry.getKey()) + ": " + entry.getValue())
                .toList())
        + "}";
  }

  private static String text(Call.Setting setting) {
    if (setting instanceof Call.Whole whole) {
      return Yaml.list(whole.values().stream().map(BodyFormat::text).toList());
    }
    if (setting instanceof Call.Real real) {
      return "{real: " + Yaml.list(real.values().stream().map(Yaml::real).toList()) + "}";
    }
    return setting instanceof Call.Text word ? Yaml.text(word.value()) : "";
  }

  /** A size in flow style. */
  static String text(Dim size) {
    return size.isKnown() ? size.toString() : Yaml.quoted(size.toString());
  }
}
