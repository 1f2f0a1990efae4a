package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;

/** Operations in which several activations can meet. Only {@link Add} can be a residual merge. */
public sealed interface Join extends Operation {

  /** The elementwise sum of its operands: a bias, a position table, a mask or a residual merge. */
  record Add() implements Join {
    @Override
    public String label() {
      return "addition";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return broadcastAll(operands);
    }
  }

  /** The elementwise product of its operands: a gate, a LayerScale gain, a mask. */
  record Multiply() implements Join {
    @Override
    public String label() {
      return "product";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return broadcastAll(operands);
    }
  }

  /** Any other elementwise combination. */
  record Combine(Rule rule) implements Join {
    @Override
    public String label() {
      return rule.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return broadcastAll(operands);
    }

    /** How the operands are combined. */
    public enum Rule {
      /** First minus second. */
      DIFFERENCE,
      /** First over second. */
      QUOTIENT,
      /** First over second, both whole numbers, rounded towards zero. */
      WHOLE_QUOTIENT,
      /** First to the power of the second. */
      POWER,
      /** Largest. */
      MAXIMUM,
      /** Smallest. */
      MINIMUM,
      /** Arithmetic mean. */
      MEAN,
      /** Second where the first (a condition) holds, else third. */
      CHOICE
    }
  }

  /** The operands side by side along an axis, counted from the front. */
  record Concat(int axis) implements Join {
    @Override
    public String label() {
      return "concatenation";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape first = operands.get(0);
      if (axis < 0 || axis >= first.rank()) {
        throw new ShapeMismatchException("no axis " + axis + " in " + first);
      }
      Dim total = Dim.of(0);
      for (Shape operand : operands) {
        if (operand.rank() != first.rank()) {
          throw new ShapeMismatchException("cannot concatenate " + first + " and " + operand);
        }
        for (int i = 0; i < first.rank(); i++) {
          Dim a = first.dim(i);
          Dim b = operand.dim(i);
          if (i != axis && a.isKnown() && b.isKnown() && a.value() != b.value()) {
            throw new ShapeMismatchException(
                "cannot concatenate " + first + " and " + operand + " along axis " + axis);
          }
        }
        total = total.plus(operand.dim(axis));
      }
      return first.with(axis, total);
    }

    @Override
    public int fewestOperands() {
      return 1;
    }
  }

  /** The matrix product of two activations, over the last two axes, batched over the others. */
  record MatrixProduct() implements Join {
    @Override
    public String label() {
      return "matrix product";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape a = operands.get(0);
      Shape b = operands.get(1);
      if (a.rank() == 0 || b.rank() == 0) {
        throw new ShapeMismatchException("cannot multiply " + a + " by " + b);
      }
      Dim inner = a.dim(-1);
      Dim other = b.dim(b.rank() == 1 ? -1 : -2);
      if (inner.isKnown() && other.isKnown() && inner.value() != other.value()) {
        throw new ShapeMismatchException("cannot multiply " + a + " by " + b);
      }
      List<Dim> leadA = a.dims().subList(0, Math.max(0, a.rank() - 2));
      List<Dim> leadB = b.dims().subList(0, Math.max(0, b.rank() - 2));
      List<Dim> result = new ArrayList<>(Shape.of(leadA).broadcast(Shape.of(leadB)).dims());
      if (a.rank() > 1) {
        result.add(a.dim(-2));
      }
      if (b.rank() > 1) {
        result.add(b.dim(-1));
      }
      return Shape.of(result);
    }

    @Override
    public int fewestOperands() {
      return 2;
    }

    @Override
    public int mostOperands() {
      return 2;
    }
  }

  /**
   * A sum over products of two activations, in Einstein's notation.
   *
   * @param operands axis letters of each operand
   * @param result axis letters of the result
   */
  record EinsteinSum(List<String> operands, String result) implements Join {
    /** Copies the list. */
    public EinsteinSum {
      operands = List.copyOf(operands);
    }

    @Override
    public String label() {
      return "Einstein sum " + String.join(",", operands) + "->" + result;
    }

    @Override
    public Shape infer(List<Shape> shapes) {
      List<Dim> sizes = new ArrayList<>();
      for (int position = 0; position < result.length(); position++) {
        char axis = result.charAt(position);
        Dim size = null;
        for (int i = 0; i < shapes.size() && size == null; i++) {
          int at = operands.get(i).indexOf(axis);
          if (at >= 0 && at < shapes.get(i).rank()) {
            size = shapes.get(i).dim(at);
          }
        }
        if (size == null) {
          throw new ShapeMismatchException(label() + ": axis '" + axis + "' has no source");
        }
        sizes.add(size);
      }
      return Shape.of(sizes);
    }
  }

  @Override
  default int fewestOperands() {
    return 1;
  }

  @Override
  default int mostOperands() {
    return Integer.MAX_VALUE;
  }

  private static Shape broadcastAll(List<Shape> operands) {
    Shape result = operands.get(0);
    for (int i = 1; i < operands.size(); i++) {
      result = result.broadcast(operands.get(i));
    }
    return result;
  }
}
