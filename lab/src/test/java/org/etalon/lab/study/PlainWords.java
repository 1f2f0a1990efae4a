package org.etalon.lab.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Words that stand for themselves: what a study file names is taken as it is. */
public interface PlainWords extends StudyWords {
  @Override
  default List<Size> family(String model, String key, List<String> values, String data) {
    throw new UnsupportedOperationException("no families here");
  }

  @Override
  default Size model(Optional<String> label, OptionalDouble value, String model, String data) {
    throw new UnsupportedOperationException("no single models here");
  }

  @Override
  default long stepsPerEpoch(String data, int batch) {
    return 10;
  }

  @Override
  default String optimizer(String text) {
    return text;
  }

  @Override
  default String schedule(String text) {
    return text;
  }

  @Override
  default String loss(String text) {
    return text;
  }

  @Override
  default List<Double> ratios(List<Size> sizes, String law, Training training) {
    throw new UnsupportedOperationException("no laws here");
  }
}
