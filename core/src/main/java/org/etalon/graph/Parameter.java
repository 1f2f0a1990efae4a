package org.etalon.graph;

import java.util.OptionalDouble;

/**
 * A named tensor that belongs to the network: learned, or a buffer (running statistics), which no
 * optimiser touches. Used twice, it is still one parameter.
 *
 * @param name its name in the model, unique
 * @param shape its sizes, all known, in the layout that its owner stores
 * @param kind learned or buffer
 * @param initialValue the constant it starts from, where the model says so (a LayerScale's 1e-6)
 */
public record Parameter(String name, Shape shape, Kind kind, OptionalDouble initialValue) {
  /** Whether training changes the tensor. */
  public enum Kind {
    /** Changed by the optimiser. */
    LEARNED,
    /** Kept beside the parameters; running statistics and the like. */
    BUFFER
  }

  /** Checks that the name is given and every size is a number. */
  public Parameter {
    if (name.isBlank()) {
      throw new InputException("parameter", "has no name", "name every parameter");
    }
    if (!shape.isKnown()) {
      throw new InputException(
          name, "is a parameter whose shape " + shape + " is not fully known", "give all sizes");
    }
    for (long size : shape.sizes()) {
      if (size < 1) {
        throw new InputException(
            name, "is a parameter with size " + size + " in " + shape, "sizes must be at least 1");
      }
    }
    scalars(name, shape);
  }

  /** A learned tensor whose initial value the initialisation decides. */
  public static Parameter learned(String name, Shape shape) {
    return new Parameter(name, shape, Kind.LEARNED, OptionalDouble.empty());
  }

  /** A tensor that no optimiser touches. */
  public static Parameter buffer(String name, Shape shape) {
    return new Parameter(name, shape, Kind.BUFFER, OptionalDouble.empty());
  }

  /** Number of scalars in it. */
  public long scalars() {
    return scalars(name, shape);
  }

  private static long scalars(String name, Shape shape) {
    try {
      return shape.elements().value();
    } catch (ArithmeticException overflow) {
      throw new InputException(
          name, "has shape " + shape + ", more scalars than fit in 63 bits", "check its sizes");
    }
  }
}
