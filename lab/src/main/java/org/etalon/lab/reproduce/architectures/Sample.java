package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.document.Value;
import org.etalon.lab.reproduce.Keys;
import org.etalon.lab.study.Entries;

/**
 * Networks of a search space, drawn by a seed before anything runs.
 *
 * @param model reference of a network with {@value #PLACE} in the place of its code
 * @param base code of the base that rates are carried from; empty where there is none
 * @param codes what was drawn, the base not among them
 * @param seed of the draw
 */
record Sample(String model, Optional<String> base, List<String> codes, long seed) {
  /** Keys of a part that say what is drawn. */
  static final String CODES = "codes";

  static final String BASE = "base";

  private static final String MODEL = "model";
  private static final String PLACE = "CODE";
  private static final int MOST = 2000;

  /** Copies. */
  Sample {
    codes = List.copyOf(codes);
  }

  /**
   * Draws.
   *
   * @param keys of the part; other keys than {@code model}, {@code codes} and {@code base} are not
   *     looked at
   * @throws org.etalon.graph.InputException if one is malformed
   */
  static Sample of(Value.Mapping keys) {
    Entries entries =
        new Entries("", Keys.only(keys, MODEL, CODES, BASE), List.of(MODEL, CODES, BASE));
    String example = "model: dag-mlp:" + PLACE + ",width=32";
    String model = entries.scalar(MODEL, entries.require(MODEL, example));
    if (!model.contains(":" + PLACE)) {
      throw entries.problem(MODEL, "has no " + PLACE + " to put codes in", "write " + example);
    }
    Value drawn = entries.require(CODES, "codes: {count: 24, seed: 1}");
    Entries draw = new Entries(CODES, drawn, List.of("count", "seed"));
    int count = (int) draw.whole("count", draw.require("count", "{count: 24, seed: 1}"), 1, MOST);
    long seed = draw.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1);
    Optional<String> base = entries.text(BASE);
    String space = model.substring(0, model.indexOf(':'));
    return new Sample(model, base, Codes.draw(space, count, seed, base.orElse("")), seed);
  }

  /** Keys of a study over the base, where there is one, and all that was drawn. */
  Value.Mapping study(Value.Mapping keys) {
    List<String> all = new ArrayList<>();
    base.ifPresent(all::add);
    all.addAll(codes);
    return study(keys, all);
  }

  /** Keys of a study over these codes; each is the label of its size. */
  Value.Mapping study(Value.Mapping keys, List<String> of) {
    List<Value> models = new ArrayList<>();
    for (String code : of) {
      Map<String, Value> one = new LinkedHashMap<>();
      one.put("model", text(model.replace(":" + PLACE, ":" + code)));
      one.put("label", text(code));
      models.add(new Value.Mapping(one, keys.line()));
    }
    return Keys.with(
        Keys.without(keys, MODEL, CODES, BASE),
        Map.of("models", new Value.Sequence(models, keys.line())));
  }

  /** The networks and how they were drawn, in words. */
  String words() {
    return "`"
        + model
        + "` with "
        + codes.size()
        + " of the "
        + Codes.all(model.substring(0, model.indexOf(':'))).size()
        + " codes in the list, drawn by seed "
        + seed
        + "; codes without a path, and second codes of one network, are passed over";
  }

  /** A word of a document. */
  static Value text(String word) {
    return new Value.Scalar(Value.Kind.TEXT, word, 0);
  }
}
