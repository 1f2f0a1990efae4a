package org.etalon.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a node computes where the laws take it for one operation: a few calls, one after another,
 * the last of which makes the value. The engine runs it; no analysis reads it but for the first
 * call of a body of one.
 *
 * @param steps the calls in order, at least one
 */
public record Body(List<Step> steps) {
  /**
   * One call.
   *
   * @param call what is computed
   * @param operands where its operands come from: i ≥ 0 is operand i of the node, −1−k the result
   *     of step k
   */
  public record Step(Call call, List<Integer> operands) {
    /** Copies the list. */
    public Step {
      operands = List.copyOf(operands);
    }
  }

  /** Copies the steps and checks that each uses only earlier ones. */
  public Body {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a body needs at least one step");
    }
    for (int k = 0; k < steps.size(); k++) {
      for (int operand : steps.get(k).operands()) {
        if (-1 - operand >= k) {
          throw new InputException(
              steps.get(k).call().operator(),
              "is step " + k + " and uses step " + (-1 - operand),
              "let steps use only earlier ones");
        }
      }
    }
  }

  /** A body of one call that takes the node's first {@code operands} operands in order. */
  public static Body of(Call call, int operands) {
    return new Body(List.of(new Step(call, IntStream.range(0, operands).boxed().toList())));
  }

  /** A body of one call of the node's only operand. */
  public static Body of(Call call) {
    return of(call, 1);
  }

  /** The operators by name, for people: {@code Greater}, {@code ConstantOfShape, Trilu}. */
  public String label() {
    return steps.stream()
        .map(step -> step.call().operator())
        .distinct()
        .limit(4)
        .collect(Collectors.joining(", "));
  }

  /** The call if the body is one call of that operator that takes the data first, else none. */
  public Optional<Call> single(String operator) {
    boolean fits =
        isSingle()
            && call().operator().equals(operator)
            && !steps.get(0).operands().isEmpty()
            && steps.get(0).operands().get(0) == 0;
    return fits ? Optional.of(call()) : Optional.empty();
  }

  /** The first call: the only one where {@link #isSingle}. */
  public Call call() {
    return steps.get(0).call();
  }

  /** Whether the body is one call. */
  public boolean isSingle() {
    return steps.size() == 1;
  }

  /** Refuses fewer operands than the steps ask for. */
  void requireOperands(int given) {
    if (given < operandsNeeded()) {
      throw new ShapeMismatchException(
          label() + " takes " + operandsNeeded() + " operands, not " + given);
    }
  }

  /** Number of operands of the node that the body asks for: the largest index used plus one. */
  public int operandsNeeded() {
    return steps.stream().flatMap(s -> s.operands().stream()).mapToInt(i -> i + 1).max().orElse(0);
  }
}
