package org.etalon.torch.probe;

/** Which axis of a network's output its classes are on. */
final class Labels {
  private Labels() {}

  /** The second axis of scores for images, [batch, classes, height, width]; else the last. */
  static int classAxis(long[] logits) {
    return logits.length > 3 ? 1 : logits.length - 1;
  }

  /** The sizes of the labels that such an output is scored against. */
  static long[] shape(long[] logits) {
    int axis = classAxis(logits);
    long[] shape = new long[logits.length - 1];
    for (int i = 0, k = 0; i < logits.length; i++) {
      if (i != axis) {
        shape[k++] = logits[i];
      }
    }
    return shape;
  }
}
