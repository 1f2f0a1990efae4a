package org.etalon.data;

/** Examples of 32-bit numbers. */
final class StoredFloats implements Examples.Real {
  private final float[] values;
  private final int elements;
  private final int[] labels;

  /**
   * Takes over arrays.
   *
   * @param values one example after another, all finite
   * @param labels a class for each
   */
  StoredFloats(float[] values, int elements, int[] labels) {
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
    System.arraycopy(values, index * elements, into, offset, elements);
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}
