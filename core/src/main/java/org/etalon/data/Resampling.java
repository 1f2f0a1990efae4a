package org.etalon.data;

import java.util.Arrays;

/**
 * Changes the size of an image: along each axis a new pixel is the mean of the old ones around its
 * place, weighted by a triangle two new pixels wide where the image shrinks and two old pixels wide
 * where it grows. That is linear interpolation which does not skip pixels ("antialias" elsewhere).
 */
final class Resampling {
  /** The old pixels that make up a new one, and their weights, which sum to 1. */
  private static final class Window {
    private final int first;
    private final float[] weights;

    Window(int first, float[] weights) {
      this.first = first;
      this.weights = weights;
    }
  }

  private final int newWidth;
  private final Window[] horizontal;
  private final Window[] vertical;

  Resampling(int height, int width, int newHeight, int newWidth) {
    this.newWidth = newWidth;
    this.horizontal = windows(width, newWidth);
    this.vertical = windows(height, newHeight);
  }

  private static Window[] windows(int from, int into) {
    Window[] windows = new Window[into];
    double scale = (double) from / into;
    double support = Math.max(1, scale);
    for (int i = 0; i < into; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) Math.floor(centre - support + 0.5));
      int end = Math.min(from, (int) Math.floor(centre + support + 0.5));
      double[] exact = new double[end - first];
      double sum = 0;
      for (int j = first; j < end; j++) {
        double weight = Math.max(0, 1 - Math.abs((j + 0.5 - centre) / support));
        exact[j - first] = weight;
        sum += weight;
      }
      float[] weights = new float[exact.length];
      for (int j = 0; j < weights.length; j++) {
        weights[j] = (float) (exact[j] / sum);
      }
      windows[i] = new Window(first, weights);
    }
    return windows;
  }

  /** Resizes one row. */
  void row(float[] from, int offset, float[] into, int at) {
    for (int x = 0; x < newWidth; x++) {
      Window window = horizontal[x];
      float sum = 0;
      for (int j = 0; j < window.weights.length; j++) {
        sum += window.weights[j] * from[offset + window.first + j];
      }
      into[at + x] = sum;
    }
  }

  /** Resizes the columns of an image whose rows have been resized. */
  void columns(float[] rows, float[] into, int at) {
    for (int y = 0; y < vertical.length; y++) {
      Window window = vertical[y];
      int target = at + y * newWidth;
      Arrays.fill(into, target, target + newWidth, 0);
      for (int j = 0; j < window.weights.length; j++) {
        int row = (window.first + j) * newWidth;
        float weight = window.weights[j];
        for (int x = 0; x < newWidth; x++) {
          into[target + x] += weight * rows[row + x];
        }
      }
    }
  }
}
