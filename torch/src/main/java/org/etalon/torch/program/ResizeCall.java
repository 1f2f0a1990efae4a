package org.etalon.torch.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Call;
import org.etalon.graph.Node;
import org.etalon.torch.program.CallKernels.Maker;

/**
 * Interpolation to another resolution, axis after axis: each result position is a weighted sum of a
 * few positions (1 nearest, 2 linear, 4 cubic), whose places follow ONNX's definition of {@code
 * Resize}.
 */
final class ResizeCall {
  private ResizeCall() {}

  static void register(Map<String, Maker> to) {
    to.put("Resize", ResizeCall::resize);
  }

  /** One tap: which position each result position takes, and with what weight. */
  private static final class Tap {
    final long[] positions;
    final double[] weights;

    Tap(int size) {
      this.positions = new long[size];
      this.weights = new double[size];
    }
  }

  private static Kernel resize(Call call, Node node, Compilation at) {
    long[] stated = call.has("sizes") ? at.sizes(node, call.whole("sizes")) : new long[0];
    double[] factors = call.has("scales") ? reals(call.real("scales")) : new double[0];
    long[] axes = call.has("axes") ? at.sizes(node, call.whole("axes")) : new long[0];
    return (in, run) -> {
      long[] sizes = stated;
      double[] scales = factors;
      if (sizes.length + scales.length == 0) {
        // Computed in the network: reals are scales, whole numbers sizes.
        Tensor last = in[in.length - 1].cpu();
        double[] values = new double[(int) last.numel()];
        last.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
        boolean scaled = last.is_floating_point();
        scales = scaled ? values : scales;
        sizes = scaled ? sizes : Arrays.stream(values).mapToLong(v -> (long) v).toArray();
      }
      Tensor result = in[0];
      int rank = (int) result.dim();
      for (int i = 0; i < Math.max(sizes.length, scales.length); i++) {
        long given = axes.length == 0 ? i : axes[i];
        long axis = given < 0 ? given + rank : given;
        long before = result.size(axis);
        long after = sizes.length > 0 ? sizes[i] : (long) Math.floor(before * scales[i] + 1e-9);
        double scale = sizes.length > 0 ? (double) after / before : scales[i];
        if (after != before || scale != 1) {
          result = along(result, axis, taps(call, node, before, after, scale));
        }
      }
      return result;
    };
  }

  private static double[] reals(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Tensor along(Tensor data, long axis, List<Tap> taps) {
    long[] spread = new long[(int) data.dim()];
    Arrays.fill(spread, 1);
    Tensor sum = null;
    for (Tap tap : taps) {
      Tensor positions = AbstractTensor.create(tap.positions).to(data.device(), ScalarType.Long);
      Tensor part = data.index_select(axis, positions);
      if (taps.size() > 1) {
        spread[(int) axis] = tap.weights.length;
        Tensor weights = AbstractTensor.create(tap.weights).to(data.device(), data.scalar_type());
        part = part.mul(weights.reshape(spread));
      }
      sum = sum == null ? part : torch.add(sum, part);
    }
    if (sum == null) {
      throw new IllegalArgumentException("no taps");
    }
    return sum;
  }

  private static List<Tap> taps(Call call, Node node, long before, long after, double scale) {
    String mode = call.text("mode", "nearest");
    double cubic = call.real("cubic_coeff_a", -0.75);
    int reach =
        switch (mode) {
          case "nearest" -> 1;
          case "linear" -> 2;
          case "cubic" -> 4;
          default -> throw CallKernels.unsupported(node, "interpolation " + mode);
        };
    List<Tap> taps = new ArrayList<>();
    for (int k = 0; k < reach; k++) {
      taps.add(new Tap((int) after));
    }
    for (int i = 0; i < after; i++) {
      double place = place(call, node, i, before, after, scale);
      if (reach == 1) {
        taps.get(0).positions[i] = within(nearest(call, node, place), before);
        continue;
      }
      long floor = (long) Math.floor(place);
      double rest = place - floor;
      for (int k = 0; k < reach; k++) {
        int offset = k - (reach / 2 - 1);
        taps.get(k).positions[i] = within(floor + offset, before);
        taps.get(k).weights[i] =
            reach == 2 ? (k == 0 ? 1 - rest : rest) : cubic(Math.abs(rest - offset), cubic);
      }
    }
    return taps;
  }

  private static long within(long position, long size) {
    return Math.max(0, Math.min(size - 1, position));
  }

  /** Where a result position lies among the operand's. */
  private static double place(Call call, Node node, int i, long before, long after, double scale) {
    String mode = call.text("coordinate_transformation_mode", "half_pixel");
    return switch (mode) {
      case "half_pixel" -> (i + 0.5) / scale - 0.5;
      case "pytorch_half_pixel" -> after > 1 ? (i + 0.5) / scale - 0.5 : 0;
      case "half_pixel_symmetric" -> {
        double adjustment = after / (before * scale);
        double offset = before / 2.0 * (1 - adjustment);
        yield offset + (i + 0.5) / scale - 0.5;
      }
      case "align_corners" -> after > 1 ? i * (before - 1.0) / (after - 1) : 0;
      case "asymmetric" -> i / scale;
      default -> throw CallKernels.unsupported(node, "interpolation at places by " + mode);
    };
  }

  private static long nearest(Call call, Node node, double place) {
    String mode = call.text("nearest_mode", "round_prefer_floor");
    return (long)
        switch (mode) {
          case "round_prefer_floor" -> Math.ceil(place - 0.5);
          case "round_prefer_ceil" -> Math.floor(place + 0.5);
          case "floor" -> Math.floor(place);
          case "ceil" -> Math.ceil(place);
          default -> throw CallKernels.unsupported(node, "nearest position by " + mode);
        };
  }

  /** Keys' cubic convolution kernel. */
  private static double cubic(double x, double a) {
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }
}
