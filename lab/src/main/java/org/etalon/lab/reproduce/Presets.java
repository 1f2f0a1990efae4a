package org.etalon.lab.reproduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.etalon.document.DocumentReader;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/** The presets that come with Etalon: files beside this class. */
public final class Presets {
  /** Their names, in the order in which all of them run. */
  public static final List<String> NAMES =
      List.of(
          "depth-law",
          "depth-variations",
          "zero-shot",
          "width",
          "random-dags",
          "initialisation",
          "re-ranking",
          "initial-exponents");

  private Presets() {}

  /**
   * A preset.
   *
   * @param experiments those that presets name
   * @throws UnknownIdentifierException if there is none of that name
   */
  public static Preset read(String name, List<Experiment> experiments) {
    if (!NAMES.contains(name)) {
      throw new UnknownIdentifierException("preset", name, NAMES);
    }
    try {
      return PresetReader.read(DocumentReader.parse(text(name), false), name, experiments);
    } catch (InputException problem) {
      throw problem.within("preset " + name);
    }
  }

  private static String text(String name) {
    try (InputStream in = Presets.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("preset " + name + " is not among the resources");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
