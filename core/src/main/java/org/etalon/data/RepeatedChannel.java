package org.etalon.data;

/** Grey images as images of several equal channels. */
final class RepeatedChannel implements Examples.Real {
  private final Examples.Real grey;
  private final int channels;

  RepeatedChannel(Examples.Real grey, int channels) {
    this.grey = grey;
    this.channels = channels;
  }

  @Override
  public int size() {
    return grey.size();
  }

  @Override
  public int elements() {
    return Math.multiplyExact(grey.elements(), channels);
  }

  @Override
  public void read(int index, float[] into, int offset) {
    int plane = grey.elements();
    grey.read(index, into, offset);
    for (int c = 1; c < channels; c++) {
      System.arraycopy(into, offset, into, offset + c * plane, plane);
    }
  }

  @Override
  public int label(int index) {
    return grey.label(index);
  }
}
