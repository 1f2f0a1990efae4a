package org.etalon.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.etalon.plan.TensorPlan;

/** What the exports to Python share. */
final class PythonText {
  private PythonText() {}

  /** Distribution, mean and std of a tensor's start, as three Python values. */
  static String start(TensorPlan tensor) {
    if (tensor.initial().mean().isEmpty() || tensor.initial().std().isEmpty()) {
      return "\"as is\", None, None";
    }
    String distribution =
        switch (tensor.initial().distribution()) {
          case CONSTANT -> "constant";
          case NORMAL -> "normal";
          case UNIFORM -> "uniform";
          case AS_IS -> "as is";
        };
    double std = tensor.initial().std().getAsDouble();
    return Quoting.python(std == 0 ? "constant" : distribution)
        + ", "
        + tensor.initial().mean().getAsDouble()
        + ", "
        + std;
  }

  /** Code that is the same in every export. */
  static String resource(String name) {
    try (InputStream resource = PythonText.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing beside PythonText");
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
