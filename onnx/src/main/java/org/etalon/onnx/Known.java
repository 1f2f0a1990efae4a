package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.graph.Dim;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.jspecify.annotations.Nullable;

/**
 * A small tensor whose elements are known while the file is read: sizes, indices, scalars. Whole
 * numbers may be symbolic, so that {@code Reshape} to [batch, 8·heads] can be followed.
 */
final class Known {
  private final long[] sizes;
  private final Dim @Nullable [] integers;
  private final double @Nullable [] reals;

  private Known(long[] sizes, Dim @Nullable [] integers, double @Nullable [] reals) {
    this.sizes = sizes;
    this.integers = integers;
    this.reals = reals;
  }

  static Known integers(long[] sizes, Dim[] values) {
    return new Known(sizes, values, null);
  }

  static Known reals(long[] sizes, double[] values) {
    return new Known(sizes, null, values);
  }

  /** A list of sizes, as {@code Shape} yields it. */
  static Known list(List<Dim> values) {
    return integers(new long[] {values.size()}, values.toArray(new Dim[0]));
  }

  static Known scalar(Dim value) {
    return integers(new long[0], new Dim[] {value});
  }

  long[] sizes() {
    return sizes;
  }

  Shape shape() {
    return Shape.of(sizes);
  }

  int count() {
    return integers != null ? integers.length : reals != null ? reals.length : 0;
  }

  boolean isInteger() {
    return integers != null;
  }

  /** Element i as a size; {@code null} if it is no known whole number. */
  @Nullable Dim integer(int i) {
    if (integers != null) {
      return integers[i];
    }
    return null;
  }

  /** Element i as a number; NaN if it is symbolic. */
  double real(int i) {
    if (reals != null) {
      return reals[i];
    }
    return integers != null && integers[i].isKnown() ? integers[i].value() : Double.NaN;
  }

  /** Whether every element is a number. */
  boolean isNumeric() {
    return integers == null || Arrays.stream(integers).allMatch(Dim::isKnown);
  }

  /** The elements as sizes; {@code null} if they are reals. */
  @Nullable List<Dim> dims() {
    return integers == null ? null : Collections.unmodifiableList(Arrays.asList(integers));
  }

  /** The elements as longs; {@code null} if any is symbolic or real. */
  @Nullable List<Long> longs() {
    if (integers == null) {
      return null;
    }
    List<Long> values = new ArrayList<>(integers.length);
    for (Dim value : integers) {
      if (!value.isKnown()) {
        return null;
      }
      values.add(value.value());
    }
    return values;
  }

  /** The one value that every element has, if there is one. */
  OptionalDouble uniform() {
    int count = count();
    if (count == 0) {
      return OptionalDouble.empty();
    }
    double first = real(0);
    for (int i = 1; i < count; i++) {
      if (real(i) != first) {
        return OptionalDouble.empty();
      }
    }
    return Double.isNaN(first) ? OptionalDouble.empty() : OptionalDouble.of(first);
  }

  /** The fixed tensor with these elements. */
  Source operation() {
    List<Dim> dims = dims();
    return dims != null
        ? new Source.Indices(shape(), dims)
        : Source.Constant.of(shape(), reals == null ? new double[0] : reals);
  }

  Known reshaped(long[] newSizes) {
    return new Known(newSizes, integers, reals);
  }
}
