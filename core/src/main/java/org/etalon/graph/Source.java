package org.etalon.graph;

import java.util.List;

/** Values that are not computed from activations: data, parameters, constants, masks. */
public sealed interface Source extends Operation {

  /**
   * Data that enters the network.
   *
   * @param element whether the data are numbers or identifiers
   * @param shape their sizes; the batch may be symbolic
   */
  record Input(Element element, Shape shape) implements Source {
    @Override
    public String label() {
      return "input";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return shape;
    }
  }

  /** What the elements of an input are. */
  enum Element {
    /** Real numbers: pixels, features. They carry activations. */
    REAL,
    /** Token identifiers, flags: they carry activations only once a layer has looked them up. */
    DISCRETE
  }

  /** A tensor that belongs to the network. */
  record Learned(Parameter parameter) implements Source {
    @Override
    public String label() {
      return parameter.kind() == Parameter.Kind.LEARNED ? "parameter" : "buffer";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return parameter.shape();
    }
  }

  /**
   * A fixed tensor of real numbers.
   *
   * @param shape its sizes
   * @param values its elements in row-major order; empty where they were too many to keep, more
   *     than {@link #MOST_VALUES}, or are not in the file: such a constant cannot be run
   */
  record Constant(Shape shape, List<Double> values) implements Source {
    /** Elements that a constant can keep. */
    public static final int MOST_VALUES = 1 << 22;

    /** Copies the values, 8 bytes each. */
    public Constant {
      values = NumberList.of(values);
    }

    /** A constant with the given values. */
    public static Constant of(Shape shape, double... values) {
      return new Constant(shape, NumberList.of(values));
    }

    @Override
    public String label() {
      return "constant";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return shape;
    }
  }

  /**
   * A fixed tensor of whole numbers: sizes, positions, index tables, masks of 0 and 1. Sizes among
   * them may be symbolic, to be bound when a network is run.
   *
   * @param shape its sizes
   * @param values its elements in row-major order; empty where they were too many to keep, more
   *     than {@link Constant#MOST_VALUES}, or are not in the file
   */
  record Indices(Shape shape, List<Dim> values) implements Source {
    /** Copies the values, 8 bytes each where all are numbers. */
    public Indices {
      values = WholeList.of(values);
    }

    /** The given numbers. */
    public static Indices of(Shape shape, long... values) {
      return new Indices(shape, WholeList.of(values));
    }

    @Override
    public String label() {
      return "indices";
    }

    @Override
    public Shape infer(List<Shape> operands) {
      return shape;
    }
  }

  /**
   * A value made from shapes, constants, parameters or token identifiers by an operator that joins
   * no activations: a mask, a range, an index.
   *
   * @param body what it computes
   * @param shape its sizes
   * @param detached whether it carries nothing of the data whatever its operands: a mask of what is
   *     hidden, noise of the same shape. Otherwise it carries identifiers at most
   */
  record Auxiliary(Body body, Shape shape, boolean detached) implements Source {
    /** Zeros, made of no operands. */
    public static Auxiliary zeros(Shape shape) {
      return new Auxiliary(Body.of(filled(shape, 0), 0), shape, true);
    }

    /**
     * What is added to scores to hide later positions, made of no operands: 0 on and below the
     * diagonal, −∞ above.
     *
     * @param tokens number of positions
     */
    public static Auxiliary causalMask(Dim tokens) {
      Shape shape = Shape.of(List.of(tokens, tokens));
      Call upper = new Call("Trilu").with("k", 1).with("upper", 1);
      Body.Step fill = new Body.Step(filled(shape, Double.NEGATIVE_INFINITY), List.of());
      return new Auxiliary(new Body(List.of(fill, new Body.Step(upper, List.of(-1)))), shape, true);
    }

    private static Call filled(Shape shape, double value) {
      return new Call("ConstantOfShape")
          .with("shape", shape.dims())
          .with("value", new Call.Real(List.of(value)));
    }

    /** The operators, one after another. */
    @Override
    public String label() {
      return body.label();
    }

    /** Whether only its operands' shapes matter, not their values. */
    public boolean readsShapeOnly() {
      String operator = body.call().operator();
      return body.isSingle()
          && (operator.equals("Shape") || operator.equals("Size") || operator.endsWith("Like"));
    }

    @Override
    public Shape infer(List<Shape> operands) {
      body.requireOperands(operands.size());
      return shape;
    }

    @Override
    public int mostOperands() {
      return Integer.MAX_VALUE;
    }
  }

  @Override
  default int fewestOperands() {
    return 0;
  }

  @Override
  default int mostOperands() {
    return 0;
  }
}
