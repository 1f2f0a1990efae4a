package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.torch.program.GraphRun.Numbers;
import org.etalon.torch.program.GraphRun.Wholes;

/** A bench for one operation: operands are laid out, the operation is put between, and it runs. */
final class Bench {
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<String, Numbers> reals = new LinkedHashMap<>();
  private final Map<String, Wholes> wholes = new LinkedHashMap<>();
  private boolean training;

  /** An operand drawn from a normal distribution. */
  Node real(String name, long... shape) {
    return real(name, GraphRun.normal(name, size(shape)), shape);
  }

  /** A learned tensor drawn from a normal distribution. */
  Node learned(String name, long... shape) {
    reals.put(name, new Numbers(GraphRun.normal(name, size(shape)), shape));
    return builder.parameter(name, shape);
  }

  /** An operand drawn between two numbers. */
  Node between(double low, double high, String name, long... shape) {
    double[] values = GraphRun.normal(name, size(shape));
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) / (1 + Math.exp(-values[i]));
    }
    return real(name, values, shape);
  }

  /** An operand of given numbers. */
  Node real(String name, double[] values, long... shape) {
    reals.put(name, new Numbers(values, shape));
    return builder.input(name, Source.Element.REAL, Shape.of(shape));
  }

  /** An operand of given whole numbers. */
  Node whole(String name, long[] values, long... shape) {
    wholes.put(name, new Wholes(values, shape));
    return builder.input(name, Source.Element.DISCRETE, Shape.of(shape));
  }

  /** Runs as in training. */
  Bench training() {
    training = true;
    return this;
  }

  /** An intermediate value. */
  Node then(String name, Operation operation, Node... operands) {
    return builder.add(name, operation, operands);
  }

  /** The numbers of an operand. */
  double[] of(String name) {
    return reals.get(name).values();
  }

  /** The result of an operation on operands; its shape is what the graph says. */
  GraphRun result(Operation operation, Node... operands) {
    return run(builder.add("result", operation, operands));
  }

  /** The graph that ends here. */
  GraphRun run(Node output) {
    return new GraphRun(builder.build(output), reals, wholes, training);
  }

  /** Requires values and both derivatives. */
  static void require(GraphRun run, double... expected) {
    requireValues(run, expected);
    run.requireDerivatives();
  }

  /** Requires values. */
  static void requireValues(GraphRun run, double... expected) {
    assertThat(run.result().values()).containsExactly(expected, within(1e-10));
  }

  private static int size(long[] shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
