package org.etalon.data;

/** Images at another size, resized as they are read. */
final class ResizedImages implements Examples.Real {
  private final Examples.Real original;
  private final ImageShape from;
  private final ImageShape into;
  private final Resampling resampling;

  ResizedImages(Examples.Real original, ImageShape from, ImageShape into) {
    this.original = original;
    this.from = from;
    this.into = into;
    this.resampling = new Resampling(from.height(), from.width(), into.height(), into.width());
  }

  @Override
  public int size() {
    return original.size();
  }

  @Override
  public int elements() {
    return Math.multiplyExact(into.channels(), Math.multiplyExact(into.height(), into.width()));
  }

  @Override
  public void read(int index, float[] target, int offset) {
    float[] image = new float[original.elements()];
    original.read(index, image, 0);
    float[] rows = new float[from.height() * into.width()];
    for (int c = 0; c < from.channels(); c++) {
      for (int y = 0; y < from.height(); y++) {
        resampling.row(image, c * from.plane() + y * from.width(), rows, y * into.width());
      }
      resampling.columns(rows, target, offset + c * into.plane());
    }
  }

  @Override
  public int label(int index) {
    return original.label(index);
  }
}
