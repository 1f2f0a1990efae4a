package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.etalon.graph.Dim;
import org.etalon.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Computes the small tensors that exporters derive from shapes and constants. What cannot be
 * computed (a comparison of symbols, too many elements) is left to the graph.
 */
final class ConstantFolding {
  private static final int MOST_ELEMENTS = 4096;

  private final Translator in;

  ConstantFolding(Translator in) {
    this.in = in;
  }

  /** Whether the call's output was computed. */
  boolean fold(RawNode node) {
    if (!node.domain().isEmpty()) {
      return false;
    }
    Known result = result(node);
    return result != null && result.count() <= MOST_ELEMENTS && in.bind(node.output(), result);
  }

  private @Nullable Known result(RawNode node) {
    if (node.is("Shape")) {
      return shapeOf(node);
    }
    if (node.is("Size")) {
      Shape shape = shapeValue(node.input(0));
      return shape.hasRank() ? Known.scalar(shape.elements()) : null;
    }
    List<Known> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!node.hasInput(i)) {
        operands.add(Known.list(List.of()));
        continue;
      }
      Optional<Known> known = in.known(node.input(i));
      if (known.isEmpty() || isParameter(node.input(i))) {
        return null;
      }
      operands.add(known.get());
    }
    return operands.isEmpty() ? null : computed(node, operands);
  }

  /** A stored tensor of several reals is a parameter until shown otherwise; never fold it away. */
  private boolean isParameter(String value) {
    Optional<RawTensor> stored = in.graph().tensor(value);
    return stored.isPresent()
        && stored.get().isReal()
        && (stored.get().elements() > 1 || !Leaves.isInvented(value));
  }

  private Shape shapeValue(String value) {
    Optional<Known> known = in.known(value);
    return known.isPresent() ? known.get().shape() : in.value(value).shape();
  }

  private @Nullable Known shapeOf(RawNode node) {
    Shape shape = shapeValue(node.input(0));
    if (!shape.hasRank()) {
      return null;
    }
    int rank = shape.rank();
    long start = node.integer("start", 0);
    long end = node.integer("end", rank);
    int from = (int) Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
    int to = (int) Math.max(from, Math.min(rank, end < 0 ? end + rank : end));
    return Known.list(shape.dims().subList(from, to));
  }

  private @Nullable Known computed(RawNode node, List<Known> v) {
    Known a = v.get(0);
    return switch (node.operator()) {
      case "Identity", "Cast" -> cast(node, a);
      case "Unsqueeze", "Squeeze", "Reshape", "Flatten" -> reshaped(node, v);
      case "Gather" -> gather(node, v);
      case "Concat" -> concat(v);
      case "Slice" -> slice(node, v);
      case "Add" -> arithmetic(v, Dim::plus, Double::sum);
      case "Sub" -> arithmetic(v, Dim::minus, (x, y) -> x - y);
      case "Mul" -> arithmetic(v, Dim::times, (x, y) -> x * y);
      case "Div" -> arithmetic(v, ConstantFolding::quotient, (x, y) -> x / y);
      case "Mod" -> numeric(v, (x, y) -> y == 0 ? Double.NaN : x - y * Math.floor(x / y));
      case "Min" -> numeric(v, Math::min);
      case "Max" -> numeric(v, Math::max);
      case "Pow" -> numeric(v, Math::pow);
      case "Equal" -> equal(v);
      case "Greater" -> numeric(v, (x, y) -> x > y ? 1 : 0);
      case "GreaterOrEqual" -> numeric(v, (x, y) -> x >= y ? 1 : 0);
      case "Less" -> numeric(v, (x, y) -> x < y ? 1 : 0);
      case "LessOrEqual" -> numeric(v, (x, y) -> x <= y ? 1 : 0);
      case "And" -> numeric(v, (x, y) -> x != 0 && y != 0 ? 1 : 0);
      case "Or" -> numeric(v, (x, y) -> x != 0 || y != 0 ? 1 : 0);
      case "Not" -> mapped(a, x -> x == 0 ? 1 : 0);
      case "Neg" -> mapped(a, x -> -x);
      case "Sqrt" -> mapped(a, Math::sqrt);
      case "Reciprocal" -> mapped(a, x -> 1 / x);
      case "Floor" -> mapped(a, Math::floor);
      case "Ceil" -> mapped(a, Math::ceil);
      case "Where" -> where(v);
      case "ConstantOfShape" -> filled(node, a);
      case "Range" -> range(v);
      case "ReduceProd" -> a.isInteger() ? product(a) : null;
      default -> null;
    };
  }

  /** Division of whole numbers as ONNX does it: towards zero, which for sizes is down. */
  private static Dim quotient(Dim a, Dim b) {
    if (a.isKnown() && b.isKnown() && !b.is(0)) {
      return Dim.of(a.value() / b.value());
    }
    return a.floorDiv(b);
  }

  private static @Nullable Known cast(RawNode node, Known a) {
    int to = (int) node.integer("to", a.isInteger() ? 7 : 1);
    if (node.is("Identity") || (RawTensor.isReal(to) != a.isInteger() && to != 9)) {
      return a;
    }
    if (!a.isNumeric()) {
      return RawTensor.isReal(to) ? a : null;
    }
    if (RawTensor.isReal(to)) {
      return mappedToReal(a);
    }
    Dim[] values = new Dim[a.count()];
    for (int i = 0; i < values.length; i++) {
      double x = a.real(i);
      if (Double.isNaN(x) || Math.abs(x) > 1e15) {
        return null;
      }
      values[i] = Dim.of(to == 9 ? x != 0 ? 1 : 0 : (long) x);
    }
    return Known.integers(a.sizes(), values);
  }

  private static Known mappedToReal(Known a) {
    double[] values = new double[a.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.real(i);
    }
    return Known.reals(a.sizes(), values);
  }

  private @Nullable Known reshaped(RawNode node, List<Known> v) {
    Known a = v.get(0);
    if (a.sizes().length > 1 && !node.is("Reshape") && !node.is("Flatten")) {
      return null;
    }
    if (node.is("Unsqueeze")) {
      return a.sizes().length == 0 ? a.reshaped(new long[] {1}) : null;
    }
    if (node.is("Squeeze")) {
      return a.count() == 1 ? a.reshaped(new long[0]) : null;
    }
    List<Long> target = v.size() > 1 ? v.get(1).longs() : null;
    if (target == null || target.size() > 1) {
      return null;
    }
    return a.reshaped(target.isEmpty() && a.count() == 1 ? new long[0] : new long[] {a.count()});
  }

  private static @Nullable Known gather(RawNode node, List<Known> v) {
    if (v.size() != 2) {
      return null;
    }
    List<Long> indices = v.get(1).longs();
    Known a = v.get(0);
    if (indices == null || a.sizes().length != 1 || node.integer("axis", 0) > 0) {
      return null;
    }
    int[] at = new int[indices.size()];
    for (int i = 0; i < at.length; i++) {
      long index = indices.get(i) < 0 ? indices.get(i) + a.count() : indices.get(i);
      if (index < 0 || index >= a.count()) {
        throw node.refused("takes entry " + indices.get(i) + " of " + a.count(), "check the model");
      }
      at[i] = (int) index;
    }
    return picked(a, at, v.get(1).sizes());
  }

  private static Known picked(Known a, int[] at, long[] sizes) {
    if (a.isInteger()) {
      Dim[] values = new Dim[at.length];
      for (int i = 0; i < at.length; i++) {
        Dim value = a.integer(at[i]);
        values[i] = value == null ? Dim.of(0) : value;
      }
      return Known.integers(sizes, values);
    }
    double[] values = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      values[i] = a.real(at[i]);
    }
    return Known.reals(sizes, values);
  }

  private static @Nullable Known concat(List<Known> v) {
    if (v.stream().allMatch(part -> part.sizes().length == 1 && !part.isInteger())) {
      int count = v.stream().mapToInt(Known::count).sum();
      double[] reals = new double[Math.min(count, MOST_ELEMENTS + 1)];
      int at = 0;
      for (Known part : v) {
        for (int i = 0; i < part.count() && at < reals.length; i++) {
          reals[at++] = part.real(i);
        }
      }
      return Known.reals(new long[] {reals.length}, reals);
    }
    List<Dim> all = new ArrayList<>();
    for (Known part : v) {
      List<Dim> dims = part.dims();
      if (dims == null || part.sizes().length != 1 || all.size() > MOST_ELEMENTS) {
        return null;
      }
      all.addAll(dims);
    }
    return Known.list(all);
  }

  private @Nullable Known slice(RawNode node, List<Known> v) {
    Known a = v.get(0);
    if (a.sizes().length != 1) {
      return null;
    }
    List<Long> starts = v.size() > 1 ? v.get(1).longs() : node.integers("starts").orElse(null);
    List<Long> ends = v.size() > 2 ? v.get(2).longs() : node.integers("ends").orElse(null);
    List<Long> steps = v.size() > 4 ? v.get(4).longs() : List.of(1L);
    if (starts == null || ends == null || steps == null || starts.size() != 1 || ends.size() != 1) {
      return null;
    }
    long step = steps.isEmpty() ? 1 : steps.get(0);
    if (step == 0) {
      return null;
    }
    int n = a.count();
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? n : n - 1L;
    long from = clamp(starts.get(0), n, low, high);
    long to = clamp(ends.get(0), n, low, high);
    int[] indices = new int[(int) steps(from, to, step)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) (from + i * step);
    }
    return picked(a, indices, new long[] {indices.length});
  }

  /** Size that a slice leaves of an axis; a symbol where it depends on one in an unclear way. */
  static Dim sliceSize(Dim size, Dim start, Dim end, long step, String name) {
    boolean toTheEnd = end.isKnown() && end.value() > Integer.MAX_VALUE - 1L;
    if (!size.isKnown()) {
      if (toTheEnd && step == 1 && start.isKnown() && start.value() >= 0) {
        return size.minus(start);
      }
      if (toTheEnd && step == 1 && start.isKnown()) {
        return Dim.of(-start.value());
      }
      if (step == 1 && start.isKnown() && end.isKnown() && start.value() >= 0 && end.value() >= 0) {
        return Dim.of(Math.max(0, end.value() - start.value()));
      }
      if (step == 1 && start.is(0) && !end.isKnown()) {
        return end;
      }
      if (step == 1 && start.isKnown() && end.isKnown() && start.is(0) && end.value() < 0) {
        return size.plus(end);
      }
      Dim span = end.minus(start);
      return step == 1 && !end.isKnown() ? span : Dim.symbol(name + " slice of " + size);
    }
    if (!start.isKnown() || !end.isKnown()) {
      return step == 1 ? end.minus(start) : Dim.symbol(name + " slice of " + size);
    }
    long n = size.value();
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? n : n - 1;
    long from = clamp(start.value(), n, low, high);
    long to = clamp(end.value(), n, low, high);
    return Dim.of(steps(from, to, step));
  }

  /** Number of steps from one index, included, to another, excluded. */
  private static long steps(long from, long to, long step) {
    long span = step > 0 ? to - from : from - to;
    // Not by −step, which the smallest whole number does not have.
    return span <= 0 ? 0 : 1 + (step > 0 ? (span - 1) / step : (1 - span) / step);
  }

  private static long clamp(long index, long size, long low, long high) {
    long front = index < 0 ? Math.max(index, Long.MIN_VALUE / 2) + size : index;
    return Math.max(low, Math.min(high, front));
  }

  // ---- arithmetic ----

  private static long @Nullable [] commonSizes(List<Known> v) {
    if (v.size() != 2) {
      return null;
    }
    Known a = v.get(0);
    Known b = v.get(1);
    if (Arrays.equals(a.sizes(), b.sizes())
        || (b.count() == 1 && b.sizes().length <= a.sizes().length)) {
      return a.sizes();
    }
    return a.count() == 1 && a.sizes().length <= b.sizes().length ? b.sizes() : null;
  }

  private static int commonCount(Known a, Known b) {
    return a.count() == 1 ? b.count() : a.count();
  }

  private static @Nullable Known arithmetic(
      List<Known> v, BinaryOperator<Dim> whole, DoubleBinaryOperator real) {
    long[] sizes = commonSizes(v);
    if (sizes == null) {
      return null;
    }
    Known a = v.get(0);
    Known b = v.get(1);
    if (!a.isInteger() || !b.isInteger()) {
      return numeric(v, real);
    }
    int count = commonCount(a, b);
    Dim[] values = new Dim[count];
    for (int i = 0; i < count; i++) {
      Dim x = a.integer(a.count() == 1 ? 0 : i);
      Dim y = b.integer(b.count() == 1 ? 0 : i);
      if (x == null || y == null) {
        return null;
      }
      values[i] = whole.apply(x, y);
    }
    return Known.integers(sizes, values);
  }

  private static @Nullable Known numeric(List<Known> v, DoubleBinaryOperator function) {
    long[] sizes = commonSizes(v);
    if (sizes == null || !v.get(0).isNumeric() || !v.get(1).isNumeric()) {
      return null;
    }
    Known a = v.get(0);
    Known b = v.get(1);
    double[] values = new double[commonCount(a, b)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          function.applyAsDouble(a.real(a.count() == 1 ? 0 : i), b.real(b.count() == 1 ? 0 : i));
    }
    return a.isInteger() && b.isInteger() ? wholes(sizes, values) : Known.reals(sizes, values);
  }

  private static @Nullable Known mapped(Known a, DoubleUnaryOperator function) {
    if (!a.isNumeric()) {
      return null;
    }
    double[] values = new double[a.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(a.real(i));
    }
    return a.isInteger() ? wholes(a.sizes(), values) : Known.reals(a.sizes(), values);
  }

  private static @Nullable Known wholes(long[] sizes, double[] values) {
    Dim[] wholes = new Dim[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Math.rint(values[i]) != values[i] || Math.abs(values[i]) > 1e15) {
        return null;
      }
      wholes[i] = Dim.of((long) values[i]);
    }
    return Known.integers(sizes, wholes);
  }

  /** A symbolic size is never negative; whether it equals another size is not known. */
  private static @Nullable Known equal(List<Known> v) {
    long[] sizes = commonSizes(v);
    if (sizes == null) {
      return null;
    }
    Known a = v.get(0);
    Known b = v.get(1);
    Dim[] values = new Dim[commonCount(a, b)];
    for (int i = 0; i < values.length; i++) {
      Dim x = a.integer(a.count() == 1 ? 0 : i);
      Dim y = b.integer(b.count() == 1 ? 0 : i);
      if (x == null || y == null) {
        double p = a.real(a.count() == 1 ? 0 : i);
        double q = b.real(b.count() == 1 ? 0 : i);
        if (Double.isNaN(p) || Double.isNaN(q)) {
          return null;
        }
        values[i] = Dim.of(p == q ? 1 : 0);
      } else if (x.equals(y)) {
        values[i] = Dim.of(1);
      } else if ((x.isKnown() && y.isKnown())
          || (x.isKnown() && x.value() < 0)
          || (y.isKnown() && y.value() < 0)) {
        values[i] = Dim.of(0);
      } else {
        return null;
      }
    }
    return Known.integers(sizes, values);
  }

  private static @Nullable Known where(List<Known> v) {
    if (v.size() != 3 || !v.get(1).isInteger() || !v.get(2).isInteger()) {
      return null;
    }
    List<Long> conditions = v.get(0).longs();
    if (conditions == null) {
      return null;
    }
    int count = Math.max(conditions.size(), Math.max(v.get(1).count(), v.get(2).count()));
    Dim[] values = new Dim[count];
    if (conditions.size() != 1 && conditions.size() != count) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      boolean first = conditions.get(conditions.size() == 1 ? 0 : i) != 0;
      Known from = first ? v.get(1) : v.get(2);
      if (from.count() != 1 && from.count() != count) {
        return null;
      }
      Dim value = from.integer(from.count() == 1 ? 0 : i);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return Known.integers(new long[] {count}, values);
  }

  private static @Nullable Known filled(RawNode node, Known shape) {
    List<Long> sizes = shape.longs();
    if (sizes == null) {
      return null;
    }
    long count = 1;
    for (long size : sizes) {
      if (size < 0) {
        throw node.refused("makes a tensor with the size " + size, "check the model");
      }
      count = size == 0 ? 0 : count > MOST_ELEMENTS ? count : count * Math.min(size, 1 << 20);
    }
    if (count > MOST_ELEMENTS) {
      return null;
    }
    long[] result = sizes.stream().mapToLong(s -> s).toArray();
    Optional<Known> value = Constants.tensor(node).flatMap(RawTensor::known);
    if (value.isPresent() && value.get().isInteger() && value.get().count() == 1) {
      Dim each = value.get().integer(0);
      Dim[] values = new Dim[(int) count];
      Arrays.fill(values, each);
      return Known.integers(result, values);
    }
    double[] values = new double[(int) count];
    Arrays.fill(values, value.isPresent() && value.get().count() == 1 ? value.get().real(0) : 0);
    return Known.reals(result, values);
  }

  private static @Nullable Known range(List<Known> v) {
    if (v.size() != 3 || v.stream().anyMatch(k -> k.count() != 1 || !k.isNumeric())) {
      return null;
    }
    double start = v.get(0).real(0);
    double step = v.get(2).real(0);
    double count = Math.ceil((v.get(1).real(0) - start) / step);
    if (!(count >= 0) || count > MOST_ELEMENTS) {
      return null;
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    long[] sizes = {values.length};
    return v.get(0).isInteger() ? wholes(sizes, values) : Known.reals(sizes, values);
  }

  private static Known product(Known a) {
    Dim product = Dim.of(1);
    for (int i = 0; i < a.count(); i++) {
      Dim value = a.integer(i);
      product = value == null ? product : product.times(value);
    }
    return Known.scalar(product);
  }
}
