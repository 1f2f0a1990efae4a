package org.etalon.torch.program;

import static org.etalon.torch.program.Bench.require;
import static org.etalon.torch.program.Bench.requireValues;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.etalon.graph.Join;
import org.etalon.graph.Join.Combine.Rule;
import org.etalon.graph.Node;
import org.junit.jupiter.api.Test;

/** Values that meet do so by their definition, with NumPy's broadcasting. */
class JoinKernelsTest {

  /** Three operands of shapes [2,3], [3] and [2,1], folded by an operation. */
  private static void requireFolded(Join join, DoubleBinaryOperator by) {
    Bench bench = new Bench();
    Node a = bench.real("a", 2, 3);
    Node b = bench.real("b", 3);
    Node c = bench.real("c", 2, 1);
    double[] expected = new double[6];
    for (int k = 0; k < 6; k++) {
      expected[k] =
          by.applyAsDouble(
              by.applyAsDouble(bench.of("a")[k], bench.of("b")[k % 3]), bench.of("c")[k / 3]);
    }
    require(bench.result(join, a, b, c), expected);
  }

  private static void requirePair(Rule rule, DoubleBinaryOperator by) {
    Bench bench = new Bench();
    Node a = bench.between(0.5, 3, "a", 2, 3);
    Node b = bench.between(0.5, 3, "b", 3);
    double[] expected = new double[6];
    for (int k = 0; k < 6; k++) {
      expected[k] = by.applyAsDouble(bench.of("a")[k], bench.of("b")[k % 3]);
    }
    require(bench.result(new Join.Combine(rule), a, b), expected);
  }

  @Test
  void anyNumberOfValuesAreAddedMultipliedOrCompared() {
    requireFolded(new Join.Add(), Double::sum);
    requireFolded(new Join.Multiply(), (p, q) -> p * q);
    requireFolded(new Join.Combine(Rule.MAXIMUM), Math::max);
    requireFolded(new Join.Combine(Rule.MINIMUM), Math::min);
  }

  @Test
  void meanOfSeveralValuesIsTheirSumOverTheirNumber() {
    Bench bench = new Bench();
    Node a = bench.real("a", 4);
    Node b = bench.real("b", 4);
    Node c = bench.real("c", 4);
    double[] expected = new double[4];
    for (int k = 0; k < 4; k++) {
      expected[k] = (bench.of("a")[k] + bench.of("b")[k] + bench.of("c")[k]) / 3;
    }
    require(bench.result(new Join.Combine(Rule.MEAN), a, b, c), expected);
  }

  @Test
  void twoValuesAreSubtractedDividedOrRaised() {
    requirePair(Rule.DIFFERENCE, (p, q) -> p - q);
    requirePair(Rule.QUOTIENT, (p, q) -> p / q);
    requirePair(Rule.POWER, Math::pow);
  }

  @Test
  void quotientOfWholeNumbersIsRoundedTowardsZero() {
    Bench bench = new Bench();
    Node a = bench.whole("a", new long[] {7, -7, 7, -7, 0}, 5);
    Node b = bench.whole("b", new long[] {2, 2, -2, -2, 3}, 5);
    requireValues(bench.result(new Join.Combine(Rule.WHOLE_QUOTIENT), a, b), 3, -3, -3, 3, 0);
  }

  @Test
  void choiceTakesTheSecondWhereTheFirstHoldsElseTheThird() {
    Bench bench = new Bench();
    Node condition = bench.whole("condition", new long[] {1, 0, 2}, 3);
    Node a = bench.real("a", 2, 3);
    Node b = bench.real("b", 1, 3);
    double[] expected = bench.of("a").clone();
    expected[1] = bench.of("b")[1];
    expected[4] = bench.of("b")[1];
    require(bench.result(new Join.Combine(Rule.CHOICE), condition, a, b), expected);
  }

  @Test
  void concatenationPutsValuesSideBySide() {
    Bench bench = new Bench();
    Node a = bench.real("a", 2, 1);
    Node b = bench.real("b", 2, 2);
    double[] x = bench.of("a");
    double[] y = bench.of("b");
    require(
        bench.result(new Join.Concat(1), a, b, a), x[0], y[0], y[1], x[0], x[1], y[2], y[3], x[1]);
  }

  @Test
  void matrixProductIsBatchedOverLeadingAxes() {
    Bench bench = new Bench();
    Node a = bench.real("a", 2, 2, 3);
    Node b = bench.real("b", 1, 3, 2);
    double[] expected = new double[8];
    Naive.each(
        new int[] {2, 2, 2, 3},
        i ->
            expected[i[0] * 4 + i[1] * 2 + i[2]] +=
                bench.of("a")[i[0] * 6 + i[1] * 3 + i[3]] * bench.of("b")[i[3] * 2 + i[2]]);
    require(bench.result(new Join.MatrixProduct(), a, b), expected);
  }

  @Test
  void einsteinSumIsItsDefinitionForTwoAndThreeOperands() {
    Bench bench = new Bench();
    Node a = bench.real("a", 2, 3);
    Node b = bench.real("b", 3, 2);
    double[] transposed = new double[4];
    Naive.each(
        new int[] {2, 2, 3},
        i ->
            transposed[i[1] * 2 + i[0]] +=
                bench.of("a")[i[0] * 3 + i[2]] * bench.of("b")[i[2] * 2 + i[1]]);
    require(bench.result(new Join.EinsteinSum(List.of("ij", "jk"), "ki"), a, b), transposed);

    Bench three = new Bench();
    Node p = three.real("a", 2, 3);
    Node q = three.real("b", 3, 2);
    Node r = three.real("c", 2);
    double[] expected = new double[2];
    Naive.each(
        new int[] {2, 3, 2},
        i ->
            expected[i[0]] +=
                three.of("a")[i[0] * 3 + i[1]]
                    * three.of("b")[i[1] * 2 + i[2]]
                    * three.of("c")[i[2]]);
    require(three.result(new Join.EinsteinSum(List.of("ij", "jk", "k"), "i"), p, q, r), expected);
  }
}
