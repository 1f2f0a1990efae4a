package org.etalon.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call of an operator by name, in the published semantics of ONNX (opset 23), with every
 * constant operand given as a setting. It says what to compute where the laws need not look; what
 * an older opset meant otherwise is put into these terms when a file is read.
 *
 * @param operator ONNX's name of the operator: {@code Slice}, {@code Where}
 * @param settings attributes and constant operands by ONNX's names: {@code starts}, {@code mode}
 */
public record Call(String operator, SortedMap<String, Setting> settings) {

  /** The value of a setting. */
  public sealed interface Setting {}

  /** Whole numbers; sizes among them may be symbolic, to be bound when a network is run. */
  public record Whole(List<Dim> values) implements Setting {
    /** Copies the list. */
    public Whole {
      values = List.copyOf(values);
    }
  }

  /** Real numbers. */
  public record Real(List<Double> values) implements Setting {
    /** Copies the list. */
    public Real {
      values = List.copyOf(values);
    }
  }

  /** A word. */
  public record Text(String value) implements Setting {}

  /** Copies the settings and checks that the operator has a name. */
  public Call {
    if (operator.isBlank()) {
      throw new IllegalArgumentException("a call needs an operator");
    }
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** A call without settings. */
  public Call(String operator) {
    this(operator, Collections.emptySortedMap());
  }

  /** A call with the given settings. */
  public Call(String operator, Map<String, Setting> settings) {
    this(operator, new TreeMap<>(settings));
  }

  /** The same call with one more setting of whole numbers. */
  public Call with(String name, List<Dim> values) {
    return with(name, new Whole(values));
  }

  /** The same call with one more setting of whole numbers. */
  public Call with(String name, long... values) {
    return with(name, new Whole(java.util.Arrays.stream(values).mapToObj(Dim::of).toList()));
  }

  /** The same call with one more setting of a word. */
  public Call with(String name, String value) {
    return with(name, new Text(value));
  }

  /** The same call with one more setting. */
  public Call with(String name, Setting value) {
    SortedMap<String, Setting> more = new TreeMap<>(settings);
    more.put(name, value);
    return new Call(operator, more);
  }

  /** Whether a setting is given. */
  public boolean has(String name) {
    return settings.containsKey(name);
  }

  /**
   * Whole numbers.
   *
   * @throws InputException if the setting is missing or of another kind
   */
  public List<Dim> whole(String name) {
    if (settings.get(name) instanceof Whole whole) {
      return whole.values();
    }
    throw missing(name, "whole numbers");
  }

  /** One whole number that is known, or {@code standard} where the setting is not given. */
  public long whole(String name, long standard) {
    if (!has(name)) {
      return standard;
    }
    List<Dim> values = whole(name);
    if (values.size() != 1 || !values.get(0).isKnown()) {
      throw missing(name, "one whole number");
    }
    return values.get(0).value();
  }

  /**
   * Real numbers.
   *
   * @throws InputException if the setting is missing or of another kind
   */
  public List<Double> real(String name) {
    if (settings.get(name) instanceof Real real) {
      return real.values();
    }
    throw missing(name, "real numbers");
  }

  /** One real number, or {@code standard} where the setting is not given. */
  public double real(String name, double standard) {
    if (!has(name)) {
      return standard;
    }
    List<Double> values = real(name);
    if (values.size() != 1) {
      throw missing(name, "one real number");
    }
    return values.get(0);
  }

  /** A word, or {@code standard} where the setting is not given. */
  public String text(String name, String standard) {
    if (!has(name)) {
      return standard;
    }
    if (settings.get(name) instanceof Text text) {
      return text.value();
    }
    throw missing(name, "a word");
  }

  private InputException missing(String name, String expected) {
    return new InputException(
        operator, "lacks its setting '" + name + "' (" + expected + ")", "check the model");
  }
}
