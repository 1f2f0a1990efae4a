package org.etalon.data;

/**
 * Stretches of a text, one after another; what is left at the end belongs to none.
 *
 * @param text the whole text
 * @param start first character of this split
 * @param end behind the last character of this split
 * @param context characters of an example
 * @param step characters from the start of one example to the next
 */
record CharacterWindows(Characters text, int start, int end, int context, int step)
    implements Examples.Tokens {
  @Override
  public int size() {
    return (end - start - context - 1) / step + 1;
  }

  @Override
  public void read(int index, long[] into, int offset) {
    text.copy(start + index * step, context, into, offset);
  }

  @Override
  public void labels(int index, long[] into, int offset) {
    text.copy(start + index * step + 1, context, into, offset);
  }
}
