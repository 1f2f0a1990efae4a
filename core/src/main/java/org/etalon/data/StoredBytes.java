package org.etalon.data;

/** Examples of one byte a number, unsigned, as image files have them. */
final class StoredBytes implements Examples.Real {
  private final byte[] values;
  private final int elements;
  private final int[] labels;

  /**
   * Takes over arrays.
   *
   * @param values one example after another
   * @param labels a class for each
   */
  StoredBytes(byte[] values, int elements, int[] labels) {
    if ((long) elements * labels.length != values.length) {
      throw new IllegalArgumentException(
          labels.length + " × " + elements + " are not " + values.length);
    }
    this.values = values;
    this.elements = elements;
    this.labels = labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int elements() {
    return elements;
  }

  @Override
  public void read(int index, float[] into, int offset) {
    int from = index * elements;
    for (int i = 0; i < elements; i++) {
      into[offset + i] = values[from + i] & 0xff;
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}
