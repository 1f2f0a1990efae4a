package org.etalon.data;

import org.etalon.graph.InputException;

/**
 * How mini-batches are drawn.
 *
 * @param size examples of a batch, at least 1
 * @param seed of the order and of the augmentation
 * @param shuffled whether every epoch has an order of its own; else the source's order
 * @param dropLast whether an incomplete last batch is left out
 * @param augmentation random changes to images
 */
public record BatchOptions(
    int size, long seed, boolean shuffled, boolean dropLast, Augmentation augmentation) {
  /** Checks the size. */
  public BatchOptions {
    if (size < 1) {
      throw new InputException("batch size", size + " is too small", "give at least 1");
    }
  }

  /** For training: shuffled, only whole batches, no augmentation. */
  public static BatchOptions training(int size, long seed) {
    return new BatchOptions(size, seed, true, true, Augmentation.NONE);
  }

  /** For evaluation: every example once, in the source's order. */
  public static BatchOptions evaluation(int size) {
    return new BatchOptions(size, 0, false, false, Augmentation.NONE);
  }

  /** The same with other random changes. */
  public BatchOptions with(Augmentation changes) {
    return new BatchOptions(size, seed, shuffled, dropLast, changes);
  }

  /** The same, keeping an incomplete last batch. */
  public BatchOptions keepingLast() {
    return new BatchOptions(size, seed, shuffled, false, augmentation);
  }
}
