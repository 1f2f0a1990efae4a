package org.etalon.data;

import java.util.Random;
import org.etalon.graph.InputException;

/**
 * Random changes to training images that keep their class: a crop of the original size from the
 * image padded with zeros (black) on all sides, then a horizontal flip with probability ½.
 *
 * @param padding pixels on each side; 0 for no crop
 * @param flip whether images are flipped
 */
public record Augmentation(int padding, boolean flip) {
  /** No changes. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** Checks the padding. */
  public Augmentation {
    if (padding < 0) {
      throw new InputException(
          "crop padding", padding + " is negative", "give 0 for none, 4 for 32 × 32 images");
    }
  }

  /** Whether anything can change. */
  public boolean isActive() {
    return padding > 0 || flip;
  }

  void requireFits(String data, ImageShape image) {
    if (padding >= Math.min(image.height(), image.width())) {
      throw new InputException(
          data,
          "a crop padding of " + padding + " can lose the whole image",
          "give less than " + Math.min(image.height(), image.width()));
    }
  }

  /** Draws one change and applies it. */
  void apply(Random random, ImageShape image, float[] from, float[] into, int offset) {
    int down = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    int right = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = flip && random.nextBoolean();
    int height = image.height();
    int width = image.width();
    int at = offset;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < height; y++) {
        int row = y + down;
        int start = (c * height + row) * width;
        for (int x = 0; x < width; x++) {
          int column = (mirrored ? width - 1 - x : x) + right;
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          into[at++] = inside ? from[start + column] : 0;
        }
      }
    }
  }
}
