package org.etalon.data;

/**
 * Sizes of an image, stored channel by channel, each channel row by row.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height rows
 * @param width columns
 */
public record ImageShape(int channels, int height, int width) {
  /** Checks that every size is at least 1. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(channels + "×" + height + "×" + width);
    }
  }

  /** Numbers of one channel. */
  int plane() {
    return height * width;
  }

  long[] sizes() {
    return new long[] {channels, height, width};
  }
}
