package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A parameterised layer in the sense of the depth laws: an operation with a learned weight matrix
 * or kernel. Operand 0 is the data, operand 1 the weight, operand 2, where present, the bias.
 */
public sealed interface Layer extends Operation {

  /** Number of inputs that one output unit sums over, from the weight's shape. */
  long fanIn(Shape weight);

  /** Number of outputs that one input unit reaches, from the weight's shape. */
  long fanOut(Shape weight);

  /** Axis of the weight that runs over input features; −1 where none does. */
  int inputAxis(Shape weight);

  /** Axis of the weight that runs over output features; −1 where none does. */
  int outputAxis(Shape weight);

  @Override
  default int fewestOperands() {
    return 2;
  }

  @Override
  default int mostOperands() {
    return 3;
  }

  /** The layout of a weight matrix. */
  enum Layout {
    /** Output features first, as PyTorch stores a linear layer. */
    OUT_IN,
    /** Input features first, as a plain matrix product takes it. */
    IN_OUT
  }

  /**
   * A dense layer: y = x·W (+ bias), contracting one axis of x.
   *
   * @param layout how the weight's last two axes are ordered; leading axes are a batch of matrices
   * @param contracted axis of the data that is summed over, counted from the end: −1 for x·W, −2
   *     where the weight stands on the left
   */
  record Linear(Layout layout, int contracted) implements Layer {
    /** The usual dense layer. */
    public Linear(Layout layout) {
      this(layout, -1);
    }

    @Override
    public String label() {
      return "linear layer";
    }

    @Override
    public long fanIn(Shape weight) {
      return weight.dim(inputAxis(weight)).value();
    }

    @Override
    public long fanOut(Shape weight) {
      int axis = outputAxis(weight);
      return axis < 0 ? 1 : weight.dim(axis).value();
    }

    @Override
    public int inputAxis(Shape weight) {
      return weight.rank() == 1 ? 0 : weight.rank() - (layout == Layout.OUT_IN ? 1 : 2);
    }

    @Override
    public int outputAxis(Shape weight) {
      return weight.rank() == 1 ? -1 : weight.rank() - (layout == Layout.OUT_IN ? 2 : 1);
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      Shape weight = operands.get(1);
      if (weight.rank() < 1 || data.rank() < -contracted) {
        throw new ShapeMismatchException("cannot multiply " + data + " by a weight of " + weight);
      }
      requireEqual(data.dim(contracted), weight.dim(inputAxis(weight)), "features", weight);
      List<Dim> result = new ArrayList<>(data.dims());
      if (weight.rank() == 1) {
        result.remove(result.size() + contracted);
      } else {
        result.set(result.size() + contracted, weight.dim(outputAxis(weight)));
        if (weight.rank() > 2) {
          // A batch of matrices broadcasts its leading axes against those of the data.
          int matrix = Math.min(2, result.size());
          List<Dim> tail = result.subList(result.size() - matrix, result.size());
          Shape lead =
              Shape.of(result.subList(0, result.size() - matrix))
                  .broadcast(Shape.of(weight.dims().subList(0, weight.rank() - 2)));
          List<Dim> joined = new ArrayList<>(lead.dims());
          joined.addAll(tail);
          result = joined;
        }
      }
      Shape product = Shape.of(result);
      if (operands.size() > 2) {
        product.broadcast(operands.get(2));
      }
      return product;
    }
  }

  /**
   * A convolution over 1, 2 or 3 spatial axes; data are laid out batch, channels, space.
   *
   * @param strides step per spatial axis
   * @param padsBegin zeros (or what {@code padding} says) before each spatial axis
   * @param padsEnd the same after it
   * @param dilations spacing of the kernel's taps per spatial axis
   * @param groups number of independent groups of channels; equal to the channels when depthwise
   * @param padding what the padding is filled with
   * @param transposed whether this is the transposed ("de-") convolution, whose weight is stored
   *     input channels first
   * @param outputPadding extra size per spatial axis of a transposed convolution
   */
  record Convolution(
      List<Integer> strides,
      List<Integer> padsBegin,
      List<Integer> padsEnd,
      List<Integer> dilations,
      int groups,
      Padding padding,
      boolean transposed,
      List<Integer> outputPadding)
      implements Layer {

    /** Copies the lists and checks every setting's range. */
    public Convolution {
      strides = List.copyOf(strides);
      padsBegin = List.copyOf(padsBegin);
      padsEnd = List.copyOf(padsEnd);
      dilations = List.copyOf(dilations);
      outputPadding = List.copyOf(outputPadding);
      int axes = strides.size();
      if (padsBegin.size() != axes
          || padsEnd.size() != axes
          || dilations.size() != axes
          || outputPadding.size() != axes) {
        throw new ShapeMismatchException(
            "strides, pads and dilations differ in their number of spatial axes");
      }
      for (int i = 0; i < axes; i++) {
        if (strides.get(i) < 1 || dilations.get(i) < 1) {
          throw new ShapeMismatchException(
              "strides " + strides + " and dilations " + dilations + " must be at least 1");
        }
      }
      if (groups < 1) {
        throw new ShapeMismatchException("group count " + groups + " must be at least 1");
      }
    }

    /** A square, untransposed, ungrouped convolution. */
    public static Convolution square(int axes, int stride, int pad, Padding padding) {
      List<Integer> ones = java.util.Collections.nCopies(axes, 1);
      List<Integer> pads = java.util.Collections.nCopies(axes, pad);
      return new Convolution(
          java.util.Collections.nCopies(axes, stride),
          pads,
          pads,
          ones,
          1,
          padding,
          false,
          java.util.Collections.nCopies(axes, 0));
    }

    @Override
    public String label() {
      return transposed ? "transposed convolution" : "convolution";
    }

    @Override
    public long fanIn(Shape weight) {
      // c_in/groups times the kernel's area; a transposed kernel is stored [c_in, c_out/groups, …].
      return transposed
          ? weight.dim(0).value() / groups * area(weight)
          : weight.dim(1).value() * area(weight);
    }

    @Override
    public long fanOut(Shape weight) {
      return transposed
          ? weight.dim(1).value() * area(weight)
          : weight.dim(0).value() / groups * area(weight);
    }

    @Override
    public int inputAxis(Shape weight) {
      return transposed ? 0 : 1;
    }

    @Override
    public int outputAxis(Shape weight) {
      return transposed ? 1 : 0;
    }

    /** Number of taps of the kernel. */
    public long area(Shape weight) {
      long area = 1;
      for (int i = 2; i < weight.rank(); i++) {
        area = Math.multiplyExact(area, weight.dim(i).value());
      }
      return area;
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      Shape weight = operands.get(1);
      int axes = strides.size();
      if (data.rank() != axes + 2 || weight.rank() != axes + 2) {
        throw new ShapeMismatchException(
            "a convolution over "
                + axes
                + " spatial axes cannot take data "
                + data
                + " and a kernel "
                + weight);
      }
      Dim inputChannels = transposed ? weight.dim(0) : weight.dim(1).times(Dim.of(groups));
      requireEqual(data.dim(1), inputChannels, "channels", weight);
      Dim channelsToDivide = weight.dim(0);
      if (channelsToDivide.isKnown() && channelsToDivide.value() % groups != 0) {
        throw new ShapeMismatchException(
            channelsToDivide + " channels do not divide into " + groups + " groups");
      }
      List<Dim> result = new ArrayList<>(data.rank());
      result.add(data.dim(0));
      Dim channels = transposed ? weight.dim(1).times(Dim.of(groups)) : weight.dim(0);
      result.add(channels);
      if (operands.size() > 2 && operands.get(2).rank() == 1) {
        requireEqual(channels, operands.get(2).dim(0), "output channels", operands.get(2));
      }
      for (int i = 0; i < axes; i++) {
        Dim reach =
            weight.dim(i + 2).minus(Dim.of(1)).times(Dim.of(dilations.get(i))).plus(Dim.of(1));
        Dim size = data.dim(i + 2);
        Dim pads = Dim.of((long) padsBegin.get(i) + padsEnd.get(i));
        Dim stride = Dim.of(strides.get(i));
        Dim out =
            transposed
                ? size.minus(Dim.of(1))
                    .times(stride)
                    .plus(reach)
                    .plus(Dim.of(outputPadding.get(i)))
                    .minus(pads)
                : size.plus(pads).minus(reach).floorDiv(stride).plus(Dim.of(1));
        if (out.isKnown() && out.value() < 1) {
          throw new ShapeMismatchException(
              "a kernel " + weight + " over data " + data + " leaves nothing (size " + out + ")");
        }
        result.add(out);
      }
      return Shape.of(result);
    }
  }

  /** What a convolution sees beyond the edge. */
  enum Padding {
    /** Zeros. */
    ZEROS,
    /** The opposite edge: space is a torus. */
    CIRCULAR
  }

  /** A look-up: operand 0 holds identifiers, operand 1 the table [vocabulary, features]. */
  record Embedding() implements Layer {
    @Override
    public String label() {
      return "embedding";
    }

    @Override
    public long fanIn(Shape weight) {
      return weight.dim(0).value();
    }

    @Override
    public long fanOut(Shape weight) {
      return weight.elements().value() / weight.dim(0).value();
    }

    @Override
    public int inputAxis(Shape weight) {
      return 0;
    }

    @Override
    public int outputAxis(Shape weight) {
      return weight.rank() - 1;
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape table = operands.get(1);
      if (table.rank() < 1) {
        throw new ShapeMismatchException("an embedding table needs at least one axis");
      }
      List<Dim> result = new ArrayList<>(operands.get(0).dims());
      result.addAll(table.dims().subList(1, table.rank()));
      return Shape.of(result);
    }

    @Override
    public int mostOperands() {
      return 2;
    }
  }

  /**
   * A sum over products of data and one learned tensor, in Einstein's notation.
   *
   * @param data the data's axis letters
   * @param weight the weight's axis letters
   * @param result the result's axis letters
   */
  record Contraction(String data, String weight, String result) implements Layer {
    @Override
    public String label() {
      return "contraction " + data + "," + weight + "->" + result;
    }

    @Override
    public long fanIn(Shape shape) {
      return product(shape, true);
    }

    @Override
    public long fanOut(Shape shape) {
      return product(shape, false);
    }

    private long product(Shape shape, boolean summed) {
      long product = 1;
      for (int i = 0; i < weight.length(); i++) {
        boolean inData = data.indexOf(weight.charAt(i)) >= 0;
        boolean inResult = result.indexOf(weight.charAt(i)) >= 0;
        if (summed ? !inResult : inResult && !inData) {
          product = Math.multiplyExact(product, shape.dim(i).value());
        }
      }
      return product;
    }

    @Override
    public int inputAxis(Shape shape) {
      for (int i = 0; i < weight.length(); i++) {
        if (result.indexOf(weight.charAt(i)) < 0) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public int outputAxis(Shape shape) {
      for (int i = weight.length() - 1; i >= 0; i--) {
        if (data.indexOf(weight.charAt(i)) < 0) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape x = operands.get(0);
      Shape w = operands.get(1);
      if (x.rank() != data.length() || w.rank() != weight.length()) {
        throw new ShapeMismatchException(label() + " cannot take " + x + " and " + w);
      }
      List<Dim> sizes = new ArrayList<>();
      for (int i = 0; i < result.length(); i++) {
        char axis = result.charAt(i);
        int inData = data.indexOf(axis);
        int inWeight = weight.indexOf(axis);
        if (inData < 0 && inWeight < 0) {
          throw new ShapeMismatchException(label() + ": axis '" + axis + "' has no source");
        }
        sizes.add(inData >= 0 ? x.dim(inData) : w.dim(inWeight));
      }
      return Shape.of(sizes);
    }
  }

  private static void requireEqual(Dim data, Dim weight, String what, Shape shape) {
    if (data.isKnown() && weight.isKnown() && data.value() != weight.value()) {
      throw new ShapeMismatchException(
          "the data have " + data + " " + what + " but the weight " + shape + " takes " + weight);
    }
  }
}
