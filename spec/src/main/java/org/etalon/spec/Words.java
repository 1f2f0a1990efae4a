package org.etalon.spec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.etalon.graph.Spelling;

/** Enum constants as words of a spec ({@code GELU_TANH} is {@code gelu-tanh}), and ways out. */
final class Words {
  private Words() {}

  /** The word for a constant. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words for all constants, in their order. */
  static List<String> of(Enum<?>[] constants) {
    return Stream.of(constants).map(Words::of).toList();
  }

  /** The constant that a word stands for. */
  static <E extends Enum<E>> Optional<E> constant(E[] constants, String word) {
    return Stream.of(constants).filter(c -> of(c).equals(word)).findFirst();
  }

  /** The way out of an unknown word: the nearest known one, if any is near, and all of them. */
  static String known(String word, Collection<String> words) {
    String all = "known: " + String.join(", ", words);
    return Spelling.nearest(word, words)
        .map(nearest -> "did you mean '" + nearest + "'? " + all)
        .orElse(all);
  }
}
