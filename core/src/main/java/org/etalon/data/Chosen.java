package org.etalon.data;

import java.util.Arrays;
import java.util.Random;
import org.etalon.graph.InputException;

/** Some of the examples of a source. */
final class Chosen implements Examples.Real {
  /** How test examples come to be where a source has none, for people. */
  static final String FIFTH = "a fifth of every class, drawn once and for all";

  private final Examples.Real all;
  private final int[] indices;

  private Chosen(Examples.Real all, int[] indices) {
    this.all = all;
    this.indices = indices;
  }

  /** The training and the held-out examples of a source that does not tell them apart. */
  record HeldOut(Examples.Real train, Examples.Real test) {}

  /**
   * Holds out a fifth of every class, rounded down. The draw has a seed of its own, not the run's:
   * results of different runs can be compared.
   *
   * @throws InputException if no class has five examples
   */
  static HeldOut split(String where, Examples.Real all, int classes) {
    int[] left = new int[classes];
    for (int i = 0; i < all.size(); i++) {
      left[all.label(i)]++;
    }
    int held = 0;
    for (int c = 0; c < classes; c++) {
      left[c] /= 5;
      held += left[c];
    }
    if (held == 0) {
      throw new InputException(
          where,
          "holds " + all.size() + " examples and no class has five, so none can be held out",
          "add examples, or test examples of their own");
    }
    int[] train = new int[all.size() - held];
    int[] test = new int[held];
    int trained = 0;
    int tested = 0;
    Random random = Randomness.stream(Randomness.Purpose.HELD_OUT);
    for (int index : Randomness.permutation(all.size(), random)) {
      if (left[all.label(index)]-- > 0) {
        test[tested++] = index;
      } else {
        train[trained++] = index;
      }
    }
    // In the source's order, so that the split leaves no trace but what is missing.
    Arrays.sort(train);
    Arrays.sort(test);
    return new HeldOut(new Chosen(all, train), new Chosen(all, test));
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int elements() {
    return all.elements();
  }

  @Override
  public void read(int index, float[] into, int offset) {
    all.read(indices[index], into, offset);
  }

  @Override
  public int label(int index) {
    return all.label(indices[index]);
  }
}
