package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etalon.torch.program.Bench.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Pool;
import org.etalon.graph.Rearrangement.Summary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows summarise what lies in them, whatever stands at the edge. */
class PoolKernelsTest {

  /** One pool over data. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(Pool pool, long... data) {
    @Override
    public String toString() {
      return pool + " of " + Arrays.toString(data);
    }
  }

  private static List<Integer> of(int... values) {
    return Arrays.stream(values).boxed().toList();
  }

  static Stream<Case> pools() {
    List<Case> cases = new ArrayList<>();
    for (Summary kind : List.of(Summary.MAX, Summary.MEAN, Summary.L2, Summary.L1)) {
      double power = kind == Summary.L1 ? 1 : kind == Summary.L2 ? 3 : 2;
      for (boolean up : new boolean[] {false, true}) {
        for (boolean counted : new boolean[] {false, true}) {
          if (counted && kind == Summary.MAX) {
            continue;
          }
          cases.add(
              new Case(
                  new Pool(kind, of(3), of(2), of(1), of(1), of(1), up, counted, power), 1, 2, 6));
          cases.add(
              new Case(
                  new Pool(
                      kind, of(2, 3), of(2, 2), of(0, 1), of(0, 1), of(1, 1), up, counted, power),
                  1,
                  2,
                  5,
                  6));
          cases.add(
              new Case(
                  new Pool(
                      kind, of(3, 3), of(2, 1), of(0, 1), of(1, 2), of(1, 1), up, counted, power),
                  1,
                  1,
                  5,
                  4));
          cases.add(
              new Case(
                  new Pool(
                      kind, of(3, 3), of(2, 2), of(0, 0), of(2, 1), of(1, 1), up, counted, power),
                  1,
                  1,
                  4,
                  4));
          cases.add(
              new Case(
                  new Pool(
                      kind,
                      of(2, 2, 2),
                      of(2, 1, 2),
                      of(0, 0, 1),
                      of(0, 0, 1),
                      of(1, 1, 1),
                      up,
                      counted,
                      power),
                  1,
                  1,
                  3,
                  3,
                  3));
        }
        if (kind == Summary.MAX) {
          cases.add(
              new Case(
                  new Pool(kind, of(2, 2), of(1, 2), of(0, 1), of(0, 1), of(2, 2), up),
                  1,
                  2,
                  5,
                  5));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("pools")
  void poolSummarisesItsWindows(Case c) {
    Bench bench = new Bench();
    Node x = bench.real("x", c.data);
    int[] xs = Naive.ints(c.data);
    Pool pool = c.pool;
    int axes = pool.kernel().size();
    Node y = bench.then("result", pool, x);
    int[] ys = Naive.ints(y.shape().sizes());
    int[] taps = pool.kernel().stream().mapToInt(Integer::intValue).toArray();
    double[] expected = new double[Arrays.stream(ys).reduce(1, (a, b) -> a * b)];
    Naive.each(
        ys,
        out -> {
          double[] sum = {pool.kind() == Summary.MAX ? Double.NEGATIVE_INFINITY : 0};
          int[] count = {0};
          Naive.each(
              taps,
              tap -> {
                int[] from = new int[axes];
                boolean inside = true;
                boolean padded = true;
                for (int i = 0; i < axes; i++) {
                  from[i] =
                      out[i + 2] * pool.strides().get(i)
                          - pool.padsBegin().get(i)
                          + tap[i] * pool.dilations().get(i);
                  inside &= from[i] >= 0 && from[i] < xs[i + 2];
                  padded &= from[i] < xs[i + 2] + pool.padsEnd().get(i);
                }
                count[0] += inside || (pool.countPadding() && padded) ? 1 : 0;
                if (inside) {
                  double value = bench.of("x")[Naive.flat(xs, Naive.joined(out[0], out[1], from))];
                  sum[0] =
                      switch (pool.kind()) {
                        case MAX -> Math.max(sum[0], value);
                        case MEAN -> sum[0] + value;
                        default -> sum[0] + Math.pow(Math.abs(value), pool.power());
                      };
                }
              });
          expected[Naive.flat(ys, out)] =
              switch (pool.kind()) {
                case MAX -> sum[0];
                case MEAN -> sum[0] / count[0];
                default -> Math.pow(sum[0], 1 / pool.power());
              };
        });
    require(bench.run(y), expected);
  }

  @Test
  void meanOverDilatedWindowsIsRefused() {
    Bench bench = new Bench();
    Node x = bench.real("x", 1, 1, 6);
    Pool pool = new Pool(Summary.MEAN, of(2), of(1), of(0), of(0), of(2), false);
    GraphRun run = bench.result(pool, x);
    assertThatThrownBy(run::result)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dilated");
  }
}
