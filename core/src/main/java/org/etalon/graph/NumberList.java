package org.etalon.graph;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** An unchangeable list of real numbers in 8 bytes each: constants have up to millions. */
final class NumberList extends AbstractList<Double> implements RandomAccess {
  private final double[] values;

  private NumberList(double[] values) {
    this.values = values;
  }

  static List<Double> of(List<Double> values) {
    if (values instanceof NumberList) {
      return values;
    }
    double[] copy = new double[values.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values.get(i);
    }
    return new NumberList(copy);
  }

  static List<Double> of(double... values) {
    return new NumberList(values.clone());
  }

  @Override
  public Double get(int i) {
    return values[i];
  }

  @Override
  public int size() {
    return values.length;
  }
}
