package org.etalon.data;

/**
 * Labelled examples by index, as their source has them: not normalised, not augmented. Reading is
 * safe from several threads.
 */
public sealed interface Examples {
  /** How many there are. */
  int size();

  /** Labels of one example: 1, or one for each position of a text. */
  int labelsPerExample();

  /**
   * Copies the labels of an example, each from 0 to the number of classes less one.
   *
   * @param index from 0 to {@link #size()} less one
   * @param into where to
   * @param offset of the first label in {@code into}
   */
  void labels(int index, long[] into, int offset);

  /** Examples made of numbers, each with one class. */
  non-sealed interface Real extends Examples {
    /** Numbers of one example. */
    int elements();

    /** Copies the {@link #elements()} numbers of an example, in row-major order. */
    void read(int index, float[] into, int offset);

    /** The class of an example. */
    int label(int index);

    @Override
    default int labelsPerExample() {
      return 1;
    }

    @Override
    default void labels(int index, long[] into, int offset) {
      into[offset] = label(index);
    }
  }

  /** Stretches of text; the label of a position is the character that follows it. */
  non-sealed interface Tokens extends Examples {
    /** Characters of one example. */
    int context();

    /** Copies the {@link #context()} identifiers of an example. */
    void read(int index, long[] into, int offset);

    @Override
    default int labelsPerExample() {
      return context();
    }
  }
}
