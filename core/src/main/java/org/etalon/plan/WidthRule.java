package org.etalon.plan;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.UnknownIdentifierException;

/** What is done where base and target differ in width. */
public enum WidthRule {
  /** The rules of [Y22], {@link org.etalon.width.MupRule}; they change nothing at equal width. */
  MUP("mup"),
  /** Nothing: the law's rate whatever the width. */
  NONE("none");

  private final String id;

  WidthRule(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(WidthRule::id).toList();
  }

  /**
   * The rule of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static WidthRule byId(String id) {
    return Arrays.stream(values())
        .filter(rule -> rule.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("width rule", id, ids()));
  }
}
