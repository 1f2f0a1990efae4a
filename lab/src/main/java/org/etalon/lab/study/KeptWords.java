package org.etalon.lab.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;

/**
 * The words of a definition that was kept: they were looked up when it was made, so that reading it
 * takes neither engine nor model files.
 */
final class KeptWords implements StudyWords {
  @Override
  public List<Size> family(String model, String key, List<String> values, String data) {
    throw unfinished();
  }

  @Override
  public Size model(Optional<String> label, OptionalDouble value, String model, String data) {
    throw unfinished();
  }

  @Override
  public long stepsPerEpoch(String data, int batch) {
    throw unfinished();
  }

  @Override
  public String optimizer(String text) {
    return text;
  }

  @Override
  public String schedule(String text) {
    return text;
  }

  @Override
  public String loss(String text) {
    return text;
  }

  @Override
  public List<Double> ratios(List<Size> sizes, String law, Training training) {
    throw unfinished();
  }

  private static InputException unfinished() {
    return new InputException(
        "study", "is a study file, not the definition that a store keeps", "run 'etalon sweep'");
  }
}
