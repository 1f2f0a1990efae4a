package org.etalon.torch.program;

import java.util.Arrays;

/** Sliding windows by the definition: every result position sums over every tap. */
final class Naive {
  private Naive() {}

  /** How windows move; one entry per spatial axis. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Windows(int[] stride, int[] begin, int[] end, int[] dilation) {
    static Windows of(int stride, int pad, int dilation, int axes) {
      return new Windows(
          full(stride, axes), full(pad, axes), full(pad, axes), full(dilation, axes));
    }

    private static int[] full(int value, int axes) {
      int[] result = new int[axes];
      Arrays.fill(result, value);
      return result;
    }
  }

  /** Calls with every index of a box, the last axis fastest. */
  static void each(int[] sizes, java.util.function.Consumer<int[]> work) {
    int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    int[] index = new int[sizes.length];
    for (int k = 0; k < count; k++) {
      work.accept(index);
      for (int i = sizes.length - 1; i >= 0 && ++index[i] == sizes[i]; i--) {
        index[i] = 0;
      }
    }
  }

  /** Row-major position of the concatenated indices. */
  static int flat(int[] sizes, int[] index) {
    int position = 0;
    for (int i = 0; i < sizes.length; i++) {
      position = position * sizes[i] + index[i];
    }
    return position;
  }

  static int[] ints(long... values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  static int[] joined(int a, int b, int[] rest) {
    int[] result = new int[rest.length + 2];
    result[0] = a;
    result[1] = b;
    System.arraycopy(rest, 0, result, 2, rest.length);
    return result;
  }

  static int[] tail(int[] sizes) {
    return Arrays.copyOfRange(sizes, 2, sizes.length);
  }

  /** A convolution; data [batch, channels, space…], kernel [out, in/groups, taps…]. */
  static double[] convolution(
      double[] x,
      int[] xs,
      double[] w,
      int[] ws,
      double[] b,
      Windows at,
      int groups,
      boolean torus) {
    int axes = xs.length - 2;
    int[] space = new int[axes];
    for (int i = 0; i < axes; i++) {
      int reach = (ws[i + 2] - 1) * at.dilation[i] + 1;
      space[i] = (xs[i + 2] + at.begin[i] + at.end[i] - reach) / at.stride[i] + 1;
    }
    int[] ys = joined(xs[0], ws[0], space);
    double[] y = new double[Arrays.stream(ys).reduce(1, (p, q) -> p * q)];
    int perGroup = ws[0] / groups;
    each(
        ys,
        out -> {
          double[] sum = {b.length > 0 ? b[out[1]] : 0};
          each(
              Arrays.copyOfRange(ws, 1, ws.length),
              tap -> {
                int[] from = new int[axes];
                boolean inside = true;
                for (int i = 0; i < axes; i++) {
                  from[i] = out[i + 2] * at.stride[i] - at.begin[i] + tap[i + 1] * at.dilation[i];
                  if (torus) {
                    from[i] = Math.floorMod(from[i], xs[i + 2]);
                  }
                  inside &= from[i] >= 0 && from[i] < xs[i + 2];
                }
                if (inside) {
                  int channel = out[1] / perGroup * ws[1] + tap[0];
                  int[] weight = joined(out[1], tap[0], Arrays.copyOfRange(tap, 1, tap.length));
                  sum[0] += x[flat(xs, joined(out[0], channel, from))] * w[flat(ws, weight)];
                }
              });
          y[flat(ys, out)] = sum[0];
        });
    return y;
  }

  /** A transposed convolution; kernel [in, out/groups, taps…]. */
  static double[] transposed(
      double[] x, int[] xs, double[] w, int[] ws, double[] b, Windows at, int groups, int[] extra) {
    int axes = xs.length - 2;
    int[] space = new int[axes];
    for (int i = 0; i < axes; i++) {
      int reach = (ws[i + 2] - 1) * at.dilation[i] + 1;
      space[i] = (xs[i + 2] - 1) * at.stride[i] + reach + extra[i] - at.begin[i] - at.end[i];
    }
    int[] ys = joined(xs[0], ws[1] * groups, space);
    double[] y = new double[Arrays.stream(ys).reduce(1, (p, q) -> p * q)];
    if (b.length > 0) {
      each(ys, out -> y[flat(ys, out)] = b[out[1]]);
    }
    int perGroup = xs[1] / groups;
    each(
        xs,
        in ->
            each(
                Arrays.copyOfRange(ws, 1, ws.length),
                tap -> {
                  int[] to = new int[axes];
                  boolean inside = true;
                  for (int i = 0; i < axes; i++) {
                    to[i] = in[i + 2] * at.stride[i] + tap[i + 1] * at.dilation[i] - at.begin[i];
                    inside &= to[i] >= 0 && to[i] < space[i];
                  }
                  if (inside) {
                    int channel = in[1] / perGroup * ws[1] + tap[0];
                    int[] weight = joined(in[1], tap[0], Arrays.copyOfRange(tap, 1, tap.length));
                    y[flat(ys, joined(in[0], channel, to))] +=
                        x[flat(xs, in)] * w[flat(ws, weight)];
                  }
                }));
    return y;
  }
}
