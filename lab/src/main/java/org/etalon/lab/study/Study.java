package org.etalon.lab.study;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.InputException;

/**
 * Networks of several sizes, how they are trained, and how their optimal learning rates are looked
 * for.
 *
 * @param name in its store
 * @param varied the key that varies, such as {@code depth}; empty where sizes are told by name only
 * @param sizes at least one, no two labels alike
 * @param training of every size
 * @param search for every size
 * @param score what counts
 */
public record Study(
    String name,
    Optional<String> varied,
    List<Size> sizes,
    Training training,
    SearchPlan search,
    Score score) {
  /** The score that a half-done run bounds from below. */
  private static final Score ABANDONABLE = Score.MEAN_TRAINING_LOSS;

  /**
   * Checks the sizes.
   *
   * @throws InputException if there are none, or two of one label
   */
  public Study {
    sizes = List.copyOf(sizes);
    List<String> labels = new ArrayList<>(sizes.stream().map(Size::label).toList());
    if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
      throw new InputException(
          "study '" + name + "'",
          labels.isEmpty() ? "has no sizes" : "has two sizes of one name",
          "give every size once");
    }
  }

  /** Whether hopeless runs may be given up at their half without biasing the optimum. */
  public boolean abandons() {
    return search.kind() == SearchPlan.Kind.ADAPTIVE && score == ABANDONABLE;
  }

  /** Trials of a whole grid over all sizes. */
  public long gridTrials() {
    return (long) sizes.size() * search.grid().count() * search.seeds().size();
  }

  /**
   * The size of that label.
   *
   * @throws InputException if there is none
   */
  public Size size(String label) {
    return sizes.stream()
        .filter(size -> size.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "study '" + name + "'",
                    "has no size '" + label + "'",
                    "its sizes: " + sizes.stream().map(Size::label).toList()));
  }
}
