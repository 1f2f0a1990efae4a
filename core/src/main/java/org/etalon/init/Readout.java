package org.etalon.init;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.tensor.Tensor;

/** How the read-out's weight starts, chosen apart from the other layers'. */
public enum Readout {
  /** Var 1/fan_in: logits of order one, since no rectifier follows. */
  HE("he", "Var[W] = 1/fan_in"),
  /** Var 1/fan_in²: logits of order 1/√fan_in, as in mean-field theory. */
  MEAN_FIELD("mean-field", "Var[W] = 1/fan_in²"),
  /** All zero: the network starts as the zero function. */
  ZERO("zero", "W = 0"),
  /** Whatever the initialisation says of any other layer; goes with {@code pytorch}. */
  AS_INIT("as-init", "as the initialisation says of other layers");

  private final String id;
  private final String rule;

  Readout(String id, String rule) {
    this.id = id;
    this.rule = rule;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** The rule in one line. */
  public String rule() {
    return rule;
  }

  /**
   * The rule of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Readout byId(String id) {
    return Arrays.stream(values())
        .filter(rule -> rule.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("read-out rule", id, ids()));
  }

  /** The names of all rules. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Readout::id).toList();
  }

  /** What the read-out's weight starts from; empty where the initialisation decides. */
  Optional<Initial> of(Tensor tensor) {
    double fanIn = He.fanIn(tensor);
    return switch (this) {
      case HE -> Optional.of(normal("√(1/" + (long) fanIn + ")", Math.sqrt(1 / fanIn)));
      case MEAN_FIELD -> Optional.of(normal("1/" + (long) fanIn, 1 / fanIn));
      case ZERO -> Optional.of(Initial.constant(0, () -> "read-out zero: W = 0"));
      case AS_INIT -> Optional.empty();
    };
  }

  private Initial normal(String formula, double std) {
    return Initial.normal(
        std, () -> String.format(Locale.ROOT, "read-out %s: std = %s = %.6g", id, formula, std));
  }
}
