package org.etalon.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All built-in families. */
public final class Families {
  /** Nodes of the largest network that is built; larger ones are refused rather than run dry. */
  public static final int MOST_NODES = 2_000_000;

  private static final Map<String, ModelFamily> BY_ID = new LinkedHashMap<>();

  static {
    List<ModelFamily> families = new ArrayList<>();
    families.add(new Mlp());
    families.add(new Cnn());
    families.add(new ResidualMlp());
    families.add(new ResidualCnn());
    for (int depth : TorchvisionResNet.DEPTHS) {
      families.add(new TorchvisionResNet(depth));
    }
    for (int depth : TorchvisionVgg.DEPTHS) {
      families.add(new TorchvisionVgg(depth));
    }
    families.add(new VisionTransformer());
    families.add(new Gpt());
    families.add(new NasBench201());
    families.add(new DagMlp());
    families.add(new DagCnn());
    for (ModelFamily family : families) {
      BY_ID.put(family.id(), family);
    }
  }

  private Families() {}

  /** Every family, related ones together. */
  public static List<ModelFamily> all() {
    return List.copyOf(BY_ID.values());
  }

  /** The names of all families. */
  public static List<String> ids() {
    return List.copyOf(BY_ID.keySet());
  }

  /** The family of that name. */
  public static Optional<ModelFamily> byId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** A user's text, cut to a length that fits in a message. */
  static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
