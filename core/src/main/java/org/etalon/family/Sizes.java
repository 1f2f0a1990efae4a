package org.etalon.family;

/**
 * Keys that several families share. Their upper limits are far beyond any network in use and keep
 * every count within a long.
 */
final class Sizes {
  private static final int MOST_FEATURES = 1 << 20;
  private static final int MOST_CLASSES = 1 << 24;
  private static final int MOST_PIXELS = 1 << 14;

  private Sizes() {}

  static Key.Whole width(int standard) {
    return features("width", standard, "features of the hidden layers");
  }

  static Key.Whole features(String name, int standard, String meaning) {
    return new Key.Whole(name, standard, 1, MOST_FEATURES, meaning);
  }

  static Key.Whole classes(int standard) {
    return new Key.Whole("classes", standard, 1, MOST_CLASSES, "number of outputs");
  }

  static Key.Whole channels(int standard) {
    return new Key.Whole("channels", standard, 1, 1 << 16, "channels of the data");
  }

  static Key.Whole image(int standard, int least) {
    return new Key.Whole("image", standard, least, MOST_PIXELS, "side of the data, in pixels");
  }

  static Key.Whole kernel(int standard) {
    return new Key.Whole("kernel", standard, 1, 255, "side of the kernels");
  }
}
