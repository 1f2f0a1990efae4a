package org.etalon.torch.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.etalon.data.Dataset;
import org.etalon.data.ImageShape;
import org.etalon.family.Key;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;

/** Which keys of a model family make it fit data. */
final class ReferenceAdvice {
  private final Network network;
  private final Dataset data;

  ReferenceAdvice(Network network, Dataset data) {
    this.network = network;
    this.data = data;
  }

  /** A way out: those of the keys that the family has, set to what the data have. */
  String set(String... keys) {
    Set<String> known = keys();
    List<String> settings = new ArrayList<>();
    for (String key : keys) {
      if (known.contains(key)) {
        value(key).ifPresent(value -> settings.add(key + "=" + value));
      }
    }
    String example =
        Arrays.stream(data.exampleShape())
            .mapToObj(Long::toString)
            .collect(Collectors.joining("×"));
    return settings.isEmpty()
        ? "give a model for examples of "
            + example
            + " and "
            + data.classes()
            + " classes, or choose other data (etalon data lists what there is)"
        : "set " + String.join(",", settings) + " in the model's reference";
  }

  private Set<String> keys() {
    if (!network.source().equals("family")) {
      return Set.of();
    }
    try {
      return ModelReference.parse(network.reference()).family().keys().stream()
          .map(Key::name)
          .collect(Collectors.toSet());
    } catch (InputException noFamily) {
      return Set.of();
    }
  }

  private Optional<Long> value(String key) {
    long[] example = data.exampleShape();
    Optional<ImageShape> image = data.image();
    return switch (key) {
      case "in" -> Optional.of(Arrays.stream(example).reduce(1, (a, b) -> a * b));
      case "channels" -> image.map(sizes -> (long) sizes.channels());
      case "image" ->
          image.filter(sizes -> sizes.height() == sizes.width()).map(sizes -> (long) sizes.width());
      case "context" -> Optional.of(example[0]);
      case "classes", "vocab" -> Optional.of((long) data.classes());
      default -> Optional.empty();
    };
  }
}
