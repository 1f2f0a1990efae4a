package org.etalon.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All data that Etalon knows. */
public final class DataSources {
  private static final Map<String, DataSource> BY_ID = new LinkedHashMap<>();

  static {
    List<DataSource> sources =
        List.of(
            new Digits(),
            new Gaussian(),
            IdxImages.FASHION_MNIST,
            IdxImages.MNIST,
            Cifar.CIFAR_10,
            Cifar.CIFAR_100,
            CharacterText.TINY_SHAKESPEARE,
            IdxImages.ANY,
            new ImageFolders(),
            CharacterText.ANY);
    for (DataSource source : sources) {
      BY_ID.put(source.id(), source);
    }
  }

  private DataSources() {}

  /** Every source, those with a place of their own first. */
  public static List<DataSource> all() {
    return List.copyOf(BY_ID.values());
  }

  /** The names of all sources. */
  public static List<String> ids() {
    return List.copyOf(BY_ID.keySet());
  }

  /** The source of that name. */
  public static Optional<DataSource> byId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }
}
