package org.etalon.lab.reproduce;

import java.util.List;
import java.util.Map;
import org.etalon.document.Value;

/** Keys of a part, divided among those who read them. */
public final class Keys {
  private Keys() {}

  /** All but the named ones. */
  public static Value.Mapping without(Value.Mapping keys, String... names) {
    Value.Mapping rest = new Value.Mapping(keys.line());
    keys.entries()
        .forEach(
            (key, value) -> {
              if (!List.of(names).contains(key)) {
                rest.entries().put(key, value);
              }
            });
    return rest;
  }

  /** The named ones, as far as they are there. */
  public static Value.Mapping only(Value.Mapping keys, String... names) {
    Value.Mapping some = new Value.Mapping(keys.line());
    keys.entries()
        .forEach(
            (key, value) -> {
              if (List.of(names).contains(key)) {
                some.entries().put(key, value);
              }
            });
    return some;
  }

  /** The same with others put over them. */
  public static Value.Mapping with(Value.Mapping keys, Map<String, Value> others) {
    Value.Mapping all = without(keys);
    all.entries().putAll(others);
    return all;
  }
}
