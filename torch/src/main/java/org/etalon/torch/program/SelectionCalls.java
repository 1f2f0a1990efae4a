package org.etalon.torch.program;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Call;
import org.etalon.graph.Node;
import org.etalon.torch.program.CallKernels.Maker;

/** Calls that choose elements or put them somewhere. */
final class SelectionCalls {
  private SelectionCalls() {}

  static void register(Map<String, Maker> to) {
    to.put("Slice", SelectionCalls::slice);
    to.put("Split", SelectionCalls::split);
    to.put("Gather", SelectionCalls::gather);
    to.put(
        "GatherElements",
        (call, node, at) -> {
          long axis = call.whole("axis", 0);
          return (in, run) -> {
            long front = front(axis, in[0]);
            return torch.gather(in[0], front, wrapped(in[1], in[0].size(front)));
          };
        });
    to.put("GatherND", SelectionCalls::gatherNd);
    to.put("ScatterElements", SelectionCalls::scatterElements);
    to.put("ScatterND", SelectionCalls::scatterNd);
    to.put("Trilu", SelectionCalls::triangle);
    to.put("CumSum", SelectionCalls::cumulate);
    to.put("TopK", SelectionCalls::top);
    to.put("ArgMax", (call, node, at) -> extreme(call, true));
    to.put("ArgMin", (call, node, at) -> extreme(call, false));
    to.put("OneHot", SelectionCalls::oneHot);
  }

  static long front(long axis, Tensor data) {
    return axis < 0 ? axis + data.dim() : axis;
  }

  /** Indices that count from the end where negative, as whole numbers from the front. */
  private static Tensor wrapped(Tensor indices, long size) {
    Tensor whole =
        ArithmeticCalls.isOf(indices, ScalarType.Long) ? indices : indices.to(ScalarType.Long);
    return torch.remainder(whole, new Scalar(size));
  }

  // ---- ranges ----

  private static Kernel slice(Call call, Node node, Compilation at) {
    Operands operands = new Operands(call, node, at, 1);
    Operands.Wholes starts = operands.wholes("starts");
    Operands.Wholes ends = operands.wholes("ends");
    Operands.Wholes chosen = operands.wholes("axes");
    Operands.Wholes given = operands.wholes("steps");
    return (in, run) -> {
      long[] from = starts.of(in);
      long[] end = ends.of(in);
      long[] axes = chosen.of(in);
      long[] steps = given.of(in);
      Tensor result = in[0];
      for (int i = 0; i < from.length; i++) {
        long axis = axes.length == 0 ? i : axes[i];
        long step = steps.length == 0 ? 1 : steps[i];
        result = range(result, front(axis, result), from[i], end[i], step);
      }
      return result;
    };
  }

  /** One of several parts of an axis: of given sizes, or as equal as may be, the last smaller. */
  private static Kernel split(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", 0);
    int which = (int) call.whole("output", 0);
    if (call.has("split")) {
      long[] sizes = at.sizes(node, call.whole("split"));
      long start = Arrays.stream(sizes, 0, which).sum();
      return (in, run) -> in[0].narrow(front(axis, in[0]), start, sizes[which]);
    }
    long parts = call.whole("num_outputs", 0);
    if (parts < 1) {
      throw CallKernels.unsupported(node, "a split of an unknown number of parts");
    }
    return (in, run) -> {
      long front = front(axis, in[0]);
      long size = in[0].size(front);
      long each = (size + parts - 1) / parts;
      long start = which * each;
      return in[0].narrow(front, start, Math.min(each, size - start));
    };
  }

  /** ONNX's range: negative bounds count from the end, bounds beyond are moved to it. */
  private static Tensor range(Tensor data, long axis, long start, long end, long step) {
    long size = data.size(axis);
    if (step > 0) {
      long from = Math.max(0, Math.min(size, start < 0 ? start + size : start));
      long until = Math.max(from, Math.min(size, end < 0 ? end + size : end));
      return data.slice(axis, new LongOptional(from), new LongOptional(until), step);
    }
    long from = Math.max(-1, Math.min(size - 1, start < 0 ? start + size : start));
    long until = Math.max(-1, Math.min(size - 1, end < 0 ? end + size : end));
    int length = (int) Math.max(0, (from - until + -step - 1) / -step);
    long[] positions = new long[length];
    for (int i = 0; i < length; i++) {
      positions[i] = from + i * step;
    }
    return data.index_select(
        axis, AbstractTensor.create(positions).to(data.device(), ScalarType.Long));
  }

  // ---- chosen positions ----

  private static Kernel gather(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", 0);
    if (call.has("indices")) {
      long[] indices = at.sizes(node, call.whole("indices"));
      boolean scalar = call.whole("scalar", 0) != 0;
      if (scalar) {
        return (in, run) -> in[0].select(front(axis, in[0]), indices[0]);
      }
      return (in, run) ->
          chosen(
              in[0],
              front(axis, in[0]),
              AbstractTensor.create(indices).to(in[0].device(), ScalarType.Long));
    }
    return (in, run) -> chosen(in[0], front(axis, in[0]), in[1]);
  }

  private static Tensor chosen(Tensor data, long axis, Tensor indices) {
    if (indices.dim() == 0) {
      return data.select(axis, indices.item_long());
    }
    Tensor flat = wrapped(indices.dim() == 1 ? indices : indices.reshape(-1), data.size(axis));
    Tensor result = data.index_select(axis, flat);
    if (indices.dim() == 1) {
      return result;
    }
    long[] before = data.shape();
    long[] places = indices.shape();
    long[] shape = new long[before.length - 1 + places.length];
    int a = (int) axis;
    System.arraycopy(before, 0, shape, 0, a);
    System.arraycopy(places, 0, shape, a, places.length);
    System.arraycopy(before, a + 1, shape, a + places.length, before.length - a - 1);
    return result.reshape(shape);
  }

  /** Rows of indices as positions in the flattened leading axes. */
  private static Tensor flattened(Tensor indices, long[] sizes, int depth) {
    Tensor position = null;
    for (int k = 0; k < depth; k++) {
      Tensor part = wrapped(indices.select(-1, k), sizes[k]);
      position = position == null ? part : position.mul(new Scalar(sizes[k])).add(part);
    }
    if (position == null) {
      throw new IllegalArgumentException("indices without a position");
    }
    return position.reshape(-1);
  }

  private static Kernel gatherNd(Call call, Node node, Compilation at) {
    int batch = (int) call.whole("batch_dims", 0);
    return (in, run) -> {
      long[] data = in[0].shape();
      long[] places = in[1].shape();
      int depth = (int) places[places.length - 1];
      long[] indexed = Arrays.copyOfRange(data, batch, batch + depth);
      long[] rest = Arrays.copyOfRange(data, batch + depth, data.length);
      Tensor rows = in[0].reshape(concat(new long[] {-1}, rest));
      Tensor positions = flattened(in[1], indexed, depth);
      if (batch > 0) {
        // Each example's rows stand behind those of the examples before it.
        long examples = RearrangementKernels.product(Arrays.copyOf(data, batch));
        Scalar each = new Scalar(RearrangementKernels.product(indexed));
        Tensor first = torch.arange(new Scalar(examples), at.wholes()).mul(each);
        positions = positions.reshape(examples, -1).add(first.unsqueeze(1)).reshape(-1);
      }
      long[] outer = Arrays.copyOf(places, places.length - 1);
      return rows.index_select(0, positions).reshape(concat(outer, rest));
    };
  }

  private static Kernel scatterNd(Call call, Node node, Compilation at) {
    String reduction = call.text("reduction", "none");
    if (!reduction.equals("none") && !reduction.equals("add")) {
      throw CallKernels.unsupported(node, "ScatterND that reduces by " + reduction);
    }
    return (in, run) -> {
      long[] data = in[0].shape();
      long[] places = in[1].shape();
      int depth = (int) places[places.length - 1];
      long[] rest = Arrays.copyOfRange(data, depth, data.length);
      Tensor rows = in[0].reshape(concat(new long[] {-1}, rest));
      Tensor values = in[2].reshape(concat(new long[] {-1}, rest));
      Tensor at1 = flattened(in[1], data, depth);
      Tensor result =
          reduction.equals("add")
              ? rows.index_add(0, at1, values)
              : rows.index_copy(0, at1, values);
      return result.reshape(data);
    };
  }

  private static Kernel scatterElements(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", 0);
    String reduction = call.text("reduction", "none");
    if (!reduction.equals("none") && !reduction.equals("add")) {
      throw CallKernels.unsupported(node, "ScatterElements that reduces by " + reduction);
    }
    return (in, run) -> {
      long front = front(axis, in[0]);
      Tensor at1 = wrapped(in[1], in[0].size(front));
      return reduction.equals("add")
          ? in[0].scatter_add(front, at1, in[2])
          : in[0].scatter(front, at1, in[2]);
    };
  }

  // ---- along an axis ----

  private static Kernel triangle(Call call, Node node, Compilation at) {
    long diagonal = call.whole("k", 0);
    return call.whole("upper", 1) != 0
        ? (in, run) -> in[0].triu(diagonal)
        : (in, run) -> in[0].tril(diagonal);
  }

  private static Kernel cumulate(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", 0);
    boolean exclusive = call.whole("exclusive", 0) != 0;
    boolean reverse = call.whole("reverse", 0) != 0;
    return (in, run) -> {
      Tensor data = reverse ? in[0].flip(front(axis, in[0])) : in[0];
      Tensor sums = torch.cumsum(data, axis);
      Tensor result = exclusive ? sums.sub(data) : sums;
      return reverse ? result.flip(front(axis, in[0])) : result;
    };
  }

  private static Kernel top(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", -1);
    boolean largest = call.whole("largest", 1) != 0;
    boolean indices = call.whole("output", 0) == 1;
    Operands.Wholes k = new Operands(call, node, at, 1).wholes("k");
    return (in, run) -> {
      var found = torch.topk(in[0], k.of(in)[0], axis, largest, true);
      return indices ? found.get1() : found.get0();
    };
  }

  private static Kernel extreme(Call call, boolean largest) {
    long axis = call.whole("axis", 0);
    boolean keep = call.whole("keepdims", 1) != 0;
    return (in, run) ->
        largest
            ? torch.argmax(in[0], new LongOptional(axis), keep)
            : torch.argmin(in[0], new LongOptional(axis), keep);
  }

  /** Whole numbers where the result is to be whole; here every result is real. */
  private static List<Double> coldAndHot(Call call) {
    if (!call.has("values")) {
      return List.of(0.0, 1.0);
    }
    return call.settings().get("values") instanceof Call.Whole whole
        ? whole.values().stream().map(v -> (double) v.value()).toList()
        : call.real("values");
  }

  private static Kernel oneHot(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", -1);
    long depth = at.size(node, call.whole("depth").get(0));
    List<Double> values = coldAndHot(call);
    return (in, run) -> {
      Tensor hot = torch.one_hot(wrapped(in[0], depth), depth).to(at.precision().type());
      Tensor scaled =
          hot.mul(new Scalar(values.get(1) - values.get(0))).add(new Scalar(values.get(0)));
      return axis == -1 ? scaled : scaled.movedim(-1, axis);
    };
  }

  private static long[] concat(long[] a, long[] b) {
    long[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }
}
