package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;

/** Operations of one activation that move, select or summarise its elements. */
public sealed interface Rearrangement extends Operation {

  /** The same elements in row-major order under another shape, which may be unknown. */
  record Reshape(Shape target) implements Rearrangement {
    @Override
    public String label() {
      return "reshape";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      if (!target.hasRank() || !operands.get(0).hasRank()) {
        return target;
      }
      Dim before = operands.get(0).elements();
      Dim after = target.elements();
      if (before.isKnown() && after.isKnown() && before.value() != after.value()) {
        throw new ShapeMismatchException(
            "cannot reshape " + operands.get(0) + " to " + target + ": element counts differ");
      }
      return target;
    }
  }

  /** The axes in another order: result axis i is operand axis {@code order[i]}. */
  record Transpose(List<Integer> order) implements Rearrangement {
    /** Copies the order. */
    public Transpose {
      order = List.copyOf(order);
    }

    @Override
    public String label() {
      return "transpose";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      if (order.size() != data.rank()
          || !order.stream().sorted().toList().equals(range(data.rank()))) {
        throw new ShapeMismatchException(order + " does not order the axes of " + data);
      }
      List<Dim> sizes = new ArrayList<>();
      for (int axis : order) {
        sizes.add(data.dim(axis));
      }
      return Shape.of(sizes);
    }

    private static List<Integer> range(int count) {
      List<Integer> range = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        range.add(i);
      }
      return range;
    }
  }

  /**
   * Part of the elements, or a change of size whose result is stated rather than computed here.
   *
   * @param kind what is done
   * @param body exactly what is computed
   * @param result the resulting shape
   */
  record Select(Kind kind, Body body, Shape result) implements Rearrangement {
    /** A body of one call of the only operand. */
    public Select(Kind kind, Call call, Shape result) {
      this(kind, Body.of(call), result);
    }

    /** A range of one axis, counted from the front: positions {@code start} to {@code end − 1}. */
    public static Select slice(Shape data, int axis, long start, long end) {
      Call call =
          new Call("Slice")
              .with("axes", axis)
              .with("starts", start)
              .with("ends", end)
              .with("steps", 1);
      return new Select(Kind.SLICE, call, data.with(axis, Dim.of(end - start)));
    }

    /** Chosen positions of an axis, counted from the front; they are the second operand. */
    public static Select gather(Shape data, int axis, Shape positions) {
      List<Dim> sizes = new ArrayList<>(data.dims());
      sizes.remove(axis);
      sizes.addAll(axis, positions.dims());
      Body body = Body.of(new Call("Gather").with("axis", axis), 2);
      return new Select(Kind.GATHER, body, Shape.of(sizes));
    }

    /** Repetition along axes of size 1. */
    public static Select expand(Shape to) {
      return new Select(Kind.EXPAND, new Call("Expand").with("shape", to.dims()), to);
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    @Override
    public Shape infer(List<Shape> operands) {
      body.requireOperands(operands.size());
      return result;
    }

    @Override
    public int mostOperands() {
      return Integer.MAX_VALUE;
    }

    /** What is done to the elements. */
    public enum Kind {
      /** A range of an axis. */
      SLICE,
      /** Chosen positions of an axis. */
      GATHER,
      /** Repetition to a larger shape. */
      EXPAND,
      /** Values added around the edge. */
      PAD,
      /** Interpolation to another resolution. */
      RESIZE,
      /** Repetition of the whole. */
      TILE,
      /** The elements in other places, perhaps negated or turned pairwise: channels to space. */
      SHUFFLE,
      /** Some elements replaced by others. */
      SCATTER,
      /** Elements above or below a diagonal. */
      TRIANGLE,
      /** Sums along an axis up to each position. */
      CUMULATE,
      /** The largest elements of an axis. */
      TOP,
      /** Windows of an image as columns, or back, or a convolution with a fixed kernel. */
      WINDOW,
      /** Arithmetic that no other operation says, such as remainders and rounding to codes. */
      COMPUTED
    }
  }

  /**
   * A summary over sliding windows of the spatial axes.
   *
   * @param kind the summary
   * @param kernel window sides
   * @param strides step per spatial axis
   * @param padsBegin padding before each axis
   * @param padsEnd padding after each axis
   * @param dilations spacing of the window's taps
   * @param roundUp whether a last partial window counts
   * @param countPadding whether a mean counts the padding's zeros among its elements
   * @param power p of the p-norm, for {@code L2}; else 2
   */
  record Pool(
      Summary kind,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> padsBegin,
      List<Integer> padsEnd,
      List<Integer> dilations,
      boolean roundUp,
      boolean countPadding,
      double power)
      implements Rearrangement {
    /** A pool whose means leave the padding out. */
    public Pool(
        Summary kind,
        List<Integer> kernel,
        List<Integer> strides,
        List<Integer> padsBegin,
        List<Integer> padsEnd,
        List<Integer> dilations,
        boolean roundUp) {
      this(kind, kernel, strides, padsBegin, padsEnd, dilations, roundUp, false, 2);
    }

    /** Copies the lists and checks their ranges. */
    public Pool {
      kernel = List.copyOf(kernel);
      strides = List.copyOf(strides);
      padsBegin = List.copyOf(padsBegin);
      padsEnd = List.copyOf(padsEnd);
      dilations = List.copyOf(dilations);
      for (List<Integer> setting : List.of(kernel, strides, dilations)) {
        if (setting.size() != kernel.size() || setting.stream().anyMatch(v -> v < 1)) {
          throw new ShapeMismatchException(
              "kernel " + kernel + ", strides " + strides + " and dilations must be at least 1");
        }
      }
      if (padsBegin.size() != kernel.size() || padsEnd.size() != kernel.size()) {
        throw new ShapeMismatchException("pads do not match the kernel " + kernel);
      }
    }

    /** Square windows without dilation. */
    public static Pool square(Summary kind, int axes, int side, int stride, int pad) {
      return new Pool(
          kind,
          java.util.Collections.nCopies(axes, side),
          java.util.Collections.nCopies(axes, stride),
          java.util.Collections.nCopies(axes, pad),
          java.util.Collections.nCopies(axes, pad),
          java.util.Collections.nCopies(axes, 1),
          false);
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT) + " pool";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      if (data.rank() != kernel.size() + 2) {
        throw new ShapeMismatchException("windows " + kernel + " do not fit data " + data);
      }
      List<Dim> sizes = new ArrayList<>(data.dims().subList(0, 2));
      for (int i = 0; i < kernel.size(); i++) {
        long reach = (kernel.get(i) - 1L) * dilations.get(i) + 1;
        Dim size = data.dim(i + 2);
        Dim span = size.plus(Dim.of((long) padsBegin.get(i) + padsEnd.get(i) - reach));
        Dim stride = Dim.of(strides.get(i));
        Dim count =
            (roundUp ? span.plus(stride).minus(Dim.of(1)) : span).floorDiv(stride).plus(Dim.of(1));
        if (roundUp && count.isKnown() && size.isKnown()) {
          // A window that would start in the padding beyond the end is not counted.
          long last = (count.value() - 1) * strides.get(i);
          if (last >= size.value() + padsBegin.get(i)) {
            count = count.minus(Dim.of(1));
          }
        }
        if (count.isKnown() && count.value() < 1) {
          throw new ShapeMismatchException("windows " + kernel + " leave nothing of " + data);
        }
        sizes.add(count);
      }
      return Shape.of(sizes);
    }
  }

  /**
   * A summary over whole axes.
   *
   * @param kind the summary
   * @param axes which axes, counted from the front; empty for all
   * @param keepAxes whether the axes stay, with size 1
   */
  record Reduce(Summary kind, List<Integer> axes, boolean keepAxes) implements Rearrangement {
    /** Copies the axes. */
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public String label() {
      return kind.name().toLowerCase(java.util.Locale.ROOT) + " over axes " + axes;
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      List<Dim> sizes = new ArrayList<>();
      for (int axis : axes) {
        if (axis < 0 || axis >= data.rank()) {
          throw new ShapeMismatchException("no axis " + axis + " in " + data);
        }
      }
      for (int i = 0; i < data.rank(); i++) {
        boolean reduced = axes.isEmpty() || axes.contains(i);
        if (!reduced) {
          sizes.add(data.dim(i));
        } else if (keepAxes) {
          sizes.add(Dim.of(1));
        }
      }
      return Shape.of(sizes);
    }
  }

  /** How several elements become one. */
  enum Summary {
    /** Arithmetic mean. */
    MEAN,
    /** Largest. */
    MAX,
    /** Smallest. */
    MIN,
    /** Sum. */
    SUM,
    /** Sum of absolute values. */
    L1,
    /** Euclidean or p-norm. */
    L2,
    /** Product. */
    PRODUCT,
    /** Logarithm of a sum. */
    LOG_SUM,
    /** Logarithm of a sum of exponentials. */
    LOG_SUM_EXP,
    /** Sum of squares. */
    SUM_OF_SQUARES
  }

  @Override
  default int fewestOperands() {
    return 1;
  }

  @Override
  default int mostOperands() {
    return 1;
  }
}
