package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.family.Key;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.torch.probe.DatasetBatch;
import org.etalon.torch.probe.ProbeData;
import org.etalon.torch.probe.RandomBatch;
import org.etalon.torch.train.Fit;

/**
 * What models are probed with: the data that were asked for, else the bundled digits where they
 * fit, else normal inputs with random labels.
 *
 * @param reference the data asked for, if any
 * @param folders where data are looked for
 * @param batch examples of the batch
 * @param seed of data made by chance
 */
record DataChoice(Optional<String> reference, DataFolders folders, int batch, long seed) {
  /** Sides of images that a family is set to where the user sets none: the digits' own first. */
  private static final List<String> SIDES = List.of("8", "32");

  private static final Map<String, String> DIGITS =
      Map.of("in", "64", "classes", "10", "channels", "1");

  /**
   * Data for several networks.
   *
   * @param note what the user should be told; empty where nothing was decided for them
   */
  record Chosen(ProbeData data, String note) {}

  /** The data for networks as they are. */
  Chosen forNetworks(List<Network> networks) {
    if (reference.isPresent()) {
      return new Chosen(asked(reference.get()), "");
    }
    Dataset digits = digits();
    if (networks.stream().allMatch(network -> fits(network, digits))) {
      return new Chosen(new DatasetBatch(digits, batch), "");
    }
    return new Chosen(
        new RandomBatch(batch),
        "the digits do not fit "
            + Failures.oneLine(networks.get(0).reference())
            + ": probing with normal inputs of its own shape and random labels (--data chooses)");
  }

  private ProbeData asked(String text) {
    if (text.strip().equals(RandomBatch.NAME)) {
      return new RandomBatch(batch);
    }
    return new DatasetBatch(DataReference.parse(text).load(folders, seed), batch);
  }

  private Dataset digits() {
    return DataReference.parse(DataReference.STANDARD).load(folders, seed);
  }

  private static boolean fits(Network network, Dataset data) {
    try {
      Fit unused = Fit.of(network, data);
      return true;
    } catch (InputException misfit) {
      return false;
    }
  }

  /**
   * A family's member with the keys of its input, where none of them was given, set to the digits.
   * The same where data were asked for or nothing makes it fit.
   */
  ModelReference adapted(ModelReference model) {
    if (reference.isPresent() || fits(model)) {
      return model;
    }
    List<String> keys = model.family().keys().stream().map(Key::name).toList();
    List<String> ofInput =
        keys.stream()
            .filter(key -> DIGITS.containsKey(key) || key.equals("image") || key.equals("patch"))
            .toList();
    if (ofInput.isEmpty() || ofInput.stream().anyMatch(model.arguments()::isGiven)) {
      return model;
    }
    for (String side : SIDES) {
      ModelReference candidate = model;
      for (Map.Entry<String, String> setting : settings(ofInput, side)) {
        candidate = with(candidate, setting);
      }
      if (fits(candidate)) {
        return candidate;
      }
    }
    return model;
  }

  private static List<Map.Entry<String, String>> settings(List<String> keys, String side) {
    List<Map.Entry<String, String>> settings = new ArrayList<>();
    for (String key : keys) {
      switch (key) {
        case "image" -> settings.add(Map.entry(key, side));
        case "patch" -> settings.add(Map.entry(key, "2"));
        default -> settings.add(Map.entry(key, DIGITS.getOrDefault(key, side)));
      }
    }
    return settings;
  }

  /** A value out of the key's range leaves the reference as it is: the candidate will not fit. */
  private static ModelReference with(ModelReference model, Map.Entry<String, String> setting) {
    try {
      return model.with(setting.getKey(), setting.getValue());
    } catch (InputException outOfRange) {
      return model;
    }
  }

  private boolean fits(ModelReference model) {
    try {
      Fit unused = Fit.resizing(model.network(), digits());
      return isSmall(model);
    } catch (InputException misfit) {
      return false;
    }
  }

  /** Digits blown up to a large image are no sensible default. */
  private static boolean isSmall(ModelReference model) {
    long[] sizes =
        model.network().graph().inputs().get(0).shape().dims().stream()
            .mapToLong(dim -> dim.isKnown() ? dim.value() : 1)
            .toArray();
    return java.util.Arrays.stream(sizes).reduce(1, (a, b) -> a * b) <= 3 * 32 * 32;
  }
}
