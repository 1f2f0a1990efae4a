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
   * A fixed tensor.
   *
   * @param shape its sizes
   * @param values its elements in row-major order; empty where they were too many to keep
   */
  record Constant(Shape shape, List<Double> values) implements Source {
    /** Copies the values. */
    public Constant {
      values = List.copyOf(values);
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
   * A value made from shapes, constants, parameters or token identifiers by an operator that joins
   * no activations: a mask, a range, an index.
   *
   * @param operator the name of the operator in its file
   * @param shape its sizes
   */
  record Auxiliary(String operator, Shape shape) implements Source {
    @Override
    public String label() {
      return operator;
    }

    @Override
    public Shape infer(List<Shape> operands) {
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
