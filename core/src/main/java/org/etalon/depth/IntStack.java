package org.etalon.depth;

import java.util.Arrays;

/** A stack of numbers, without a box around each. */
final class IntStack {
  private int[] values = new int[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void pushAll(int[] more) {
    if (size + more.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
    }
    System.arraycopy(more, 0, values, size, more.length);
    size += more.length;
  }

  int pop() {
    return values[--size];
  }
}
