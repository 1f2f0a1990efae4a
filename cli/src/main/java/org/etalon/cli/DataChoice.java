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

  /** Numbers of an example of the largest images that digits are resized to: 3 × 32 × 32. */
  private static final long LARGEST = 3 * 32 * 32;

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
    if (networks.stream().allMatch(network -> takes(network, digits))) {
      return new Chosen(new DatasetBatch(digits, batch), "");
    }
    return new Chosen(
        new RandomBatch(batch),
        "the digits do not fit "
            + Failures.oneLine(networks.get(0).reference())
            + ": probing with random inputs of its own shape and random labels (--data chooses)");
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

  /** Whether a network takes data as they are, but for channels and flattening. */
  private static boolean fits(Network network, Dataset data) {
    try {
      Fit unused = Fit.of(network, data);
      return true;
    } catch (InputException misfit) {
      return false;
    }
  }

  /** The same with images resized, as long as they are not blown up to no purpose. */
  private static boolean takes(Network network, Dataset data) {
    try {
      long elements = 1;
      for (long size : Fit.resizing(network, data).data().exampleShape()) {
        elements *= size;
      }
      return elements <= LARGEST;
    } catch (InputException misfit) {
      return false;
    }
  }

  /**
   * A family's member with the keys of its input, where none of them was given, set to the digits.
   * The same where data were asked for or nothing makes it fit.
   */
  ModelReference adapted(ModelReference model) {
    if (reference.isPresent() || fits(model.network(), digits())) {
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
      if (!candidate.equals(model) && takes(candidate, digits())) {
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

  /** A candidate whose keys do not go together is none. */
  private static boolean takes(ModelReference model, Dataset data) {
    try {
      return takes(model.network(), data);
    } catch (InputException unbuildable) {
      return false;
    }
  }
}
