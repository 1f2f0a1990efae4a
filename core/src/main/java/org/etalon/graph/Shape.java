package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a tensor, outermost first, or {@link #UNKNOWN} where not even the number of axes is
 * known. A scalar has no axes.
 */
public final class Shape {
  /** The shape of a value nothing is known about. */
  public static final Shape UNKNOWN = new Shape(null);

  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(List.of());

  /** No framework goes further. */
  private static final int MOST_AXES = 64;

  private final @Nullable List<Dim> dims;

  private Shape(@Nullable List<Dim> dims) {
    this.dims = dims;
  }

  /**
   * The shape with the given sizes.
   *
   * @throws ShapeMismatchException if there are more than {@value #MOST_AXES}
   */
  public static Shape of(List<Dim> dims) {
    if (dims.size() > MOST_AXES) {
      throw new ShapeMismatchException(
          "a tensor of " + dims.size() + " axes is too much; at most " + MOST_AXES + " are read");
    }
    return new Shape(List.copyOf(dims));
  }

  /** The shape with the given known sizes. */
  public static Shape of(long... sizes) {
    List<Dim> dims = new ArrayList<>(sizes.length);
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return of(dims);
  }

  /** Whether the number of axes is known. */
  public boolean hasRank() {
    return dims != null;
  }

  /**
   * Number of axes.
   *
   * @throws IllegalStateException if unknown
   */
  public int rank() {
    return dims().size();
  }

  /**
   * The sizes.
   *
   * @throws IllegalStateException if the number of axes is unknown
   */
  public List<Dim> dims() {
    if (dims == null) {
      throw new IllegalStateException("the number of axes is not known");
    }
    return dims;
  }

  /** Size of an axis; negative axes count from the end, −1 being the last. */
  public Dim dim(int axis) {
    return dims().get(axis < 0 ? axis + rank() : axis);
  }

  /** Whether every size is a number. */
  public boolean isKnown() {
    return dims != null && dims.stream().allMatch(Dim::isKnown);
  }

  /** Whether arithmetic on sizes went below zero somewhere. */
  boolean hasNegativeSize() {
    if (dims != null) {
      for (int i = 0; i < dims.size(); i++) {
        if (dims.get(i).isKnown() && dims.get(i).value() < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The known sizes as numbers. */
  public long[] sizes() {
    return dims().stream().mapToLong(Dim::value).toArray();
  }

  /** Product of the sizes: the number of elements. */
  public Dim elements() {
    Dim product = Dim.of(1);
    for (Dim dim : dims()) {
      product = product.times(dim);
    }
    return product;
  }

  /** The names of the symbols in its sizes. */
  public Set<String> symbols() {
    Set<String> symbols = new TreeSet<>();
    if (dims != null) {
      dims.forEach(dim -> symbols.addAll(dim.symbols()));
    }
    return symbols;
  }

  /** The shape with numbers in place of symbols, see {@link Dim#bind}. */
  public Shape bind(Map<String, Long> values) {
    return dims == null ? this : of(dims.stream().map(dim -> dim.bind(values)).toList());
  }

  /** This shape with one axis replaced; negative axes count from the end. */
  public Shape with(int axis, Dim size) {
    List<Dim> changed = new ArrayList<>(dims());
    changed.set(axis < 0 ? axis + changed.size() : axis, size);
    return of(changed);
  }

  /**
   * The shape of an elementwise combination under NumPy's broadcasting: aligned at the last axis,
   * size 1 stretches. A symbol meets a number: the number wins, as it must at run time unless the
   * symbol is 1.
   *
   * @throws ShapeMismatchException if two known sizes differ and neither is 1
   */
  public Shape broadcast(Shape other) {
    if (dims == null || other.dims == null) {
      return UNKNOWN;
    }
    if (dims == other.dims || dims.equals(other.dims) || other.dims.isEmpty()) {
      return this;
    }
    int rank = Math.max(rank(), other.rank());
    List<Dim> result = new ArrayList<>(rank);
    for (int i = rank; i >= 1; i--) {
      Dim a = i <= rank() ? dims.get(rank() - i) : Dim.of(1);
      Dim b = i <= other.rank() ? other.dims.get(other.rank() - i) : Dim.of(1);
      if (a.is(1)) {
        result.add(b);
      } else if (b.is(1) || a.equals(b)) {
        result.add(a);
      } else if (a.isKnown() && b.isKnown()) {
        throw new ShapeMismatchException(
            "shapes " + this + " and " + other + " do not broadcast: " + a + " against " + b);
      } else {
        result.add(a.isKnown() ? a : b);
      }
    }
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that
        && (dims == null ? that.dims == null : dims.equals(that.dims));
  }

  @Override
  public int hashCode() {
    return dims == null ? 0 : dims.hashCode();
  }

  @Override
  public String toString() {
    return dims == null ? "[?]" : dims.toString().replace(" ", "");
  }
}
