package org.etalon.graph;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** An unchangeable list of known whole numbers in 8 bytes each. */
final class WholeList extends AbstractList<Dim> implements RandomAccess {
  private final long[] values;

  private WholeList(long[] values) {
    this.values = values;
  }

  /** A copy; compact where every element is a number. */
  static List<Dim> of(List<Dim> values) {
    if (values instanceof WholeList) {
      return values;
    }
    long[] copy = new long[values.size()];
    for (int i = 0; i < copy.length; i++) {
      if (!values.get(i).isKnown()) {
        return List.copyOf(values);
      }
      copy[i] = values.get(i).value();
    }
    return new WholeList(copy);
  }

  static List<Dim> of(long... values) {
    return new WholeList(values.clone());
  }

  @Override
  public Dim get(int i) {
    return Dim.of(values[i]);
  }

  @Override
  public int size() {
    return values.length;
  }
}
