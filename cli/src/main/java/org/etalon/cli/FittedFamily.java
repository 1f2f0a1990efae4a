package org.etalon.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.data.Dataset;
import org.etalon.family.Key;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.torch.train.Fit;

/** A family's member whose input, where the user leaves it open, is that of the data. */
final class FittedFamily {
  /** Images of at most this side are cut into patches of 2 × 2, larger ones of 4 × 4. */
  private static final long SMALL = 16;

  private static final String VOCABULARY = "vocab";

  private FittedFamily() {}

  /**
   * The same reference where it fits the data or nothing makes it fit; else with the keys of its
   * input and its classes set, as far as they were not given. A vocabulary larger than the text's
   * would fit, but most of the network and of the work would be for tokens that never come.
   */
  static ModelReference of(ModelReference model, Dataset data) {
    List<String> keys = model.family().keys().stream().map(Key::name).toList();
    boolean open = keys.contains(VOCABULARY) && !model.arguments().isGiven(VOCABULARY);
    if (!open && fits(model, data)) {
      return model;
    }
    ModelReference fitted = model;
    for (Map.Entry<String, String> setting : settings(data).entrySet()) {
      if (keys.contains(setting.getKey()) && !model.arguments().isGiven(setting.getKey())) {
        try {
          fitted = fitted.with(setting.getKey(), setting.getValue());
        } catch (InputException outOfRange) {
          return model;
        }
      }
    }
    return fits(fitted, data) ? fitted : model;
  }

  private static Map<String, String> settings(Dataset data) {
    long[] shape = data.exampleShape();
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("in", Long.toString(elements));
    settings.put("classes", Integer.toString(data.classes()));
    settings.put(VOCABULARY, Integer.toString(data.classes()));
    if (shape.length == 1) {
      settings.put("context", Long.toString(shape[0]));
    }
    data.image()
        .ifPresent(
            image -> {
              settings.put("channels", Integer.toString(image.channels()));
              settings.put("image", Integer.toString(image.height()));
              settings.put("patch", image.height() <= SMALL ? "2" : "4");
            });
    return settings;
  }

  private static boolean fits(ModelReference model, Dataset data) {
    try {
      Fit unused = Fit.of(model.network(), data);
      return true;
    } catch (InputException misfit) {
      return false;
    }
  }
}
