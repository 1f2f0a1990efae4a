package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Rearrangement.Summary;
import org.etalon.graph.Shape;

/** Operators that move, select, pool or resize. */
final class ShapeOperators {
  private final Translator in;

  ShapeOperators(Translator in) {
    this.in = in;
  }

  boolean translate(RawNode node) {
    switch (node.operator()) {
      case "Reshape" -> reshape(node);
      case "Flatten" -> flatten(node);
      case "Squeeze" -> squeeze(node);
      case "Unsqueeze" -> unsqueeze(node);
      case "Transpose" -> transpose(node);
      case "Concat" -> concat(node);
      case "Split" -> split(node);
      case "Slice" -> slice(node);
      case "Gather", "GatherElements", "GatherND" -> gather(node);
      case "ScatterND", "ScatterElements", "Scatter" -> scatter(node);
      case "Expand" -> expand(node);
      case "Tile" -> in.select(node, Select.Kind.TILE, tiled(node));
      case "Pad" -> pad(node);
      case "Resize", "Upsample" -> in.select(node, Select.Kind.RESIZE, resized(node));
      case "DepthToSpace" -> in.select(node, Select.Kind.SHUFFLE, shuffled(node, true));
      case "SpaceToDepth" -> in.select(node, Select.Kind.SHUFFLE, shuffled(node, false));
      case "Trilu" -> in.select(node, Select.Kind.TRIANGLE, shape(node));
      case "CumSum" -> in.select(node, Select.Kind.CUMULATE, shape(node));
      case "ReverseSequence" -> in.select(node, Select.Kind.SHUFFLE, shape(node));
      case "TopK" -> topK(node);
      case "Compress" -> in.select(node, Select.Kind.GATHER, in.opaque(node, rank(node)));
      case "Col2Im" -> in.select(node, Select.Kind.WINDOW, in.opaque(node, 4));
      case "MaxUnpool" -> in.select(node, Select.Kind.RESIZE, in.opaque(node, rank(node)));
      case "CenterCropPad" -> in.select(node, Select.Kind.SLICE, in.opaque(node, rank(node)));
      case "GridSample", "RoiAlign", "MaxRoiPool" ->
          in.select(node, Select.Kind.RESIZE, in.opaque(node, 4));
      case LinearMapPattern.OPERATOR -> {
        if (node.inner().isEmpty()) {
          return false;
        }
        linearMap(node);
      }
      case "RotaryEmbedding" -> new RotaryOperator(in).translate(node);
      case "MaxPool" -> pool(node, Summary.MAX);
      case "AveragePool" -> pool(node, Summary.MEAN);
      case "LpPool" -> pool(node, Summary.L2);
      case "GlobalAveragePool" -> globalPool(node, Summary.MEAN);
      case "GlobalMaxPool" -> globalPool(node, Summary.MAX);
      case "GlobalLpPool" -> globalPool(node, Summary.L2);
      case "ReduceMean" -> reduce(node, Summary.MEAN);
      case "ReduceSum" -> reduce(node, Summary.SUM);
      case "ReduceMax" -> reduce(node, Summary.MAX);
      case "ReduceMin" -> reduce(node, Summary.MIN);
      case "ReduceL1" -> reduce(node, Summary.L1);
      case "ReduceL2" -> reduce(node, Summary.L2);
      case "ReduceProd" -> reduce(node, Summary.PRODUCT);
      case "ReduceLogSum" -> reduce(node, Summary.LOG_SUM);
      case "ReduceLogSumExp" -> reduce(node, Summary.LOG_SUM_EXP);
      case "ReduceSumSquare" -> reduce(node, Summary.SUM_OF_SQUARES);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Shape shape(RawNode node) {
    return in.operand(node, 0).shape();
  }

  private int rank(RawNode node) {
    Shape shape = shape(node);
    return shape.hasRank() ? shape.rank() : 4;
  }

  // ---- reshaping ----

  private void reshape(RawNode node) {
    Node data = in.operand(node, 0);
    Optional<Known> target = in.known(node.input(1));
    List<Dim> wanted = target.isPresent() ? target.get().dims() : null;
    Shape result;
    if (wanted != null) {
      result = target(node, data.shape(), wanted, node.integer("allowzero", 0) != 0);
    } else {
      Shape stated = in.stated(node.output());
      Node list = in.operand(node, 1);
      boolean counted = list.shape().hasRank() && list.shape().isKnown();
      result =
          stated.hasRank() || !counted
              ? stated
              : in.opaque(node, (int) Math.min(64, list.shape().elements().value()));
      in.select(node, Select.Kind.SHUFFLE, result);
      return;
    }
    if (!result.hasRank()) {
      in.select(node, Select.Kind.SHUFFLE, in.stated(node.output()));
      return;
    }
    in.emit(node, new Rearrangement.Reshape(result), data);
  }

  private Shape target(RawNode node, Shape data, List<Dim> wanted, boolean zeroIsSize) {
    FreeBatch batch = in.batch();
    boolean baked =
        batch.isOn()
            && data.hasRank()
            && data.dims().stream().anyMatch(FreeBatch::holds)
            && wanted.stream().noneMatch(FreeBatch::holds);
    if (baked) {
      Shape fixed = Shape.of(data.dims().stream().map(batch::fixed).toList());
      Shape target = resolved(node, fixed, wanted, zeroIsSize);
      Shape freed = batch.target(data, target, wanted.indexOf(Dim.of(-1)));
      if (!freed.equals(target)) {
        return freed;
      }
    }
    return resolved(node, data, wanted, zeroIsSize);
  }

  private static Shape resolved(RawNode node, Shape data, List<Dim> wanted, boolean zeroIsSize) {
    List<Dim> sizes = new ArrayList<>();
    int open = -1;
    Dim given = Dim.of(1);
    for (int i = 0; i < wanted.size(); i++) {
      Dim size = wanted.get(i);
      if (size.is(-1)) {
        if (open >= 0) {
          throw node.refused("leaves two sizes open in " + wanted, "check the model");
        }
        open = i;
      } else if (size.is(0) && !zeroIsSize) {
        if (!data.hasRank()) {
          return Shape.UNKNOWN;
        }
        if (i >= data.rank()) {
          throw node.refused("keeps axis " + i + " of a value of shape " + data, "check the model");
        }
        size = data.dim(i);
      } else if (size.isKnown() && size.value() < 0) {
        throw node.refused("reshapes to the negative size " + size, "check the model");
      }
      sizes.add(size);
      given = i == open ? given : given.times(size);
    }
    if (open >= 0) {
      if (!data.hasRank()) {
        sizes.set(open, Dim.symbol(node.name() + "." + open));
      } else if (given.is(0)) {
        throw node.refused("leaves a size open beside a size of zero", "check the model");
      } else {
        sizes.set(open, data.elements().floorDiv(given));
      }
    }
    return Shape.of(sizes);
  }

  private void flatten(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    if (!shape.hasRank()) {
      in.select(node, Select.Kind.SHUFFLE, in.opaque(node, 2));
      return;
    }
    long axis = node.integer("axis", 1);
    long front = axis < 0 ? axis + shape.rank() : axis;
    if (front < 0 || front > shape.rank()) {
      throw node.refused("flattens at axis " + axis + " of " + shape, "check the model");
    }
    int cut = (int) front;
    Dim rows = Shape.of(shape.dims().subList(0, cut)).elements();
    Dim columns = Shape.of(shape.dims().subList(cut, shape.rank())).elements();
    in.emit(node, new Rearrangement.Reshape(Shape.of(List.of(rows, columns))), data);
  }

  private void squeeze(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    Optional<List<Long>> axes = in.longs(node, "axes", 1);
    boolean all = axes.isEmpty() && !node.hasInput(1);
    if (!shape.hasRank() || (axes.isEmpty() && !all)) {
      in.select(node, Select.Kind.SHUFFLE, in.stated(node.output()));
      return;
    }
    List<Integer> dropped = axes.isPresent() ? fronts(node, axes.get(), shape) : List.of();
    List<Dim> sizes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      boolean drop = all ? shape.dim(i).is(1) : dropped.contains(i);
      if (!drop) {
        sizes.add(shape.dim(i));
      } else if (shape.dim(i).isKnown() && !shape.dim(i).is(1)) {
        throw node.refused(
            "drops axis " + i + " of " + shape + ", which is not 1", "check the model");
      }
    }
    in.emit(node, new Rearrangement.Reshape(Shape.of(sizes)), data);
  }

  private List<Integer> fronts(RawNode node, List<Long> axes, Shape shape) {
    List<Integer> fronts = new ArrayList<>();
    for (long axis : axes) {
      Integer front = in.axis(node, axis, shape);
      if (front != null) {
        fronts.add(front);
      }
    }
    return fronts;
  }

  private void unsqueeze(RawNode node) {
    Node data = in.operand(node, 0);
    Optional<List<Long>> axes = in.longs(node, "axes", 1);
    if (!data.shape().hasRank() || axes.isEmpty()) {
      in.select(node, Select.Kind.SHUFFLE, in.stated(node.output()));
      return;
    }
    int rank = data.shape().rank() + axes.get().size();
    List<Dim> sizes = new ArrayList<>(Collections.nCopies(rank, Dim.of(0)));
    boolean[] isNew = new boolean[rank];
    for (long axis : axes.get()) {
      long front = axis < 0 ? axis + rank : axis;
      if (front < 0 || front >= rank || isNew[(int) front]) {
        throw node.refused("inserts axis " + axis + " into " + data.shape(), "check the model");
      }
      isNew[(int) front] = true;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      sizes.set(i, isNew[i] ? Dim.of(1) : data.shape().dim(next++));
    }
    in.emit(node, new Rearrangement.Reshape(Shape.of(sizes)), data);
  }

  private void transpose(RawNode node) {
    Node data = in.operand(node, 0);
    Optional<List<Integer>> order = node.sizes("perm");
    if (order.isEmpty() && data.shape().hasRank()) {
      List<Integer> reversed = new ArrayList<>();
      for (int i = data.shape().rank() - 1; i >= 0; i--) {
        reversed.add(i);
      }
      order = Optional.of(reversed);
    }
    if (order.isEmpty()) {
      in.select(node, Select.Kind.SHUFFLE, in.stated(node.output()));
      return;
    }
    in.emit(node, new Rearrangement.Transpose(order.get()), data);
  }

  // ---- joining and splitting ----

  private void concat(RawNode node) {
    List<Node> operands = in.operands(node);
    if (operands.isEmpty()) {
      throw node.refused("has no operands", "the file is damaged; export the model again");
    }
    Shape ranked = Shape.UNKNOWN;
    for (Node operand : operands) {
      ranked = operand.shape().hasRank() ? operand.shape() : ranked;
    }
    Integer front = in.axis(node, node.integer("axis", 0), ranked);
    if (front == null && node.integer("axis", 0) < 0) {
      in.select(node, Select.Kind.SHUFFLE, in.stated(node.output()));
      return;
    }
    int axis = front == null ? (int) node.integer("axis", 0) : front;
    in.bind(node, 0, new Join.Concat(axis), perExample(node, axis, operands));
  }

  /** What is one for all examples, set beside what every example has, is repeated for each. */
  private List<Node> perExample(RawNode node, int axis, List<Node> operands) {
    boolean counted =
        axis != 0
            && in.batch().isOn()
            && operands.stream().allMatch(o -> o.shape().hasRank() && o.shape().rank() > axis)
            && operands.stream().anyMatch(o -> o.shape().dim(0).equals(FreeBatch.BATCH));
    if (!counted) {
      return operands;
    }
    List<Node> repeated = new ArrayList<>();
    for (Node operand : operands) {
      repeated.add(
          operand.shape().dim(0).is(1)
              ? in.step(
                  node,
                  operand.name() + " per example",
                  Select.expand(operand.shape().with(0, FreeBatch.BATCH)),
                  operand)
              : operand);
    }
    return repeated;
  }

  private void split(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    int parts = node.outputs().size();
    if (!shape.hasRank()) {
      for (int i = 0; i < parts; i++) {
        if (!node.outputs().get(i).isEmpty()) {
          Calls.Plan plan = in.calls().of(node, i);
          Call call = plan.call().with("num_outputs", parts);
          Shape part = in.stated(node.outputs().get(i));
          Body body = Body.of(call, plan.operands().size());
          in.bind(node, i, new Select(Select.Kind.SLICE, body, part), in.calls().nodes(plan));
        }
      }
      return;
    }
    Integer front = in.axis(node, node.integer("axis", 0), shape);
    int axis = front == null ? 0 : front;
    Optional<List<Long>> sizes = in.longs(node, "split", 1);
    Dim whole = shape.dim(axis);
    Dim start = Dim.of(0);
    for (int i = 0; i < parts; i++) {
      Dim size;
      if (sizes.isPresent()) {
        if (sizes.get().size() < parts) {
          throw node.refused("has fewer sizes than outputs", "check the model");
        }
        size = Dim.of(sizes.get().get(i));
      } else {
        Dim chunk =
            whole.isKnown()
                ? Dim.of(Math.floorDiv(whole.value() + parts - 1, parts))
                : whole.floorDiv(Dim.of(parts));
        size =
            whole.isKnown() && i == parts - 1
                ? Dim.of(whole.value() - chunk.value() * (parts - 1))
                : chunk;
      }
      if (size.isKnown() && size.value() < 0) {
        throw node.refused("has a part of size " + size, "check the model");
      }
      if (!node.outputs().get(i).isEmpty()) {
        Call call =
            new Call("Slice")
                .with("axes", axis)
                .with("starts", List.of(start))
                .with("ends", List.of(start.plus(size)))
                .with("steps", 1);
        in.bind(
            node, i, new Select(Select.Kind.SLICE, call, shape.with(axis, size)), List.of(data));
      }
      start = start.plus(size);
    }
  }

  private void slice(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    boolean attributes = node.has("starts");
    Optional<Known> starts = bounds(node, "starts", attributes ? -1 : 1);
    Optional<Known> ends = bounds(node, "ends", attributes ? -1 : 2);
    Optional<List<Long>> axes = in.longs(node, "axes", attributes ? -1 : 3);
    Optional<List<Long>> steps = in.longs(node, "steps", attributes ? -1 : 4);
    boolean axesGiven = attributes ? node.has("axes") : node.hasInput(3);
    if (!shape.hasRank() || (axesGiven && axes.isEmpty())) {
      Shape stated = in.stated(node.output());
      in.select(
          node,
          Select.Kind.SLICE,
          stated.hasRank() || !shape.hasRank() ? stated : in.opaque(node, shape.rank()));
      return;
    }
    int count = starts.map(Known::count).orElse(axes.map(List::size).orElse(1));
    if (count > shape.rank()) {
      throw node.refused("slices " + count + " axes of " + shape, "check the model");
    }
    Shape result = shape;
    for (int i = 0; i < count; i++) {
      long named = axes.isPresent() && i < axes.get().size() ? axes.get().get(i) : i;
      Integer axis = in.axis(node, named, shape);
      if (axis == null) {
        continue;
      }
      Dim start = starts.isPresent() && i < starts.get().count() ? starts.get().integer(i) : null;
      Dim end = ends.isPresent() && i < ends.get().count() ? ends.get().integer(i) : null;
      long step = steps.isPresent() && i < steps.get().size() ? steps.get().get(i) : 1;
      if (step == 0) {
        throw node.refused("has a step of 0", "check the model");
      }
      Dim size =
          start == null || end == null
              ? Dim.symbol(node.name() + "." + axis)
              : ConstantFolding.sliceSize(shape.dim(axis), start, end, step, node.name());
      result = result.with(axis, size);
    }
    in.select(node, Select.Kind.SLICE, result);
  }

  private Optional<Known> bounds(RawNode node, String attribute, int operand) {
    if (operand >= 0) {
      return in.known(node.input(operand));
    }
    return node.integers(attribute).map(v -> Known.list(v.stream().map(Dim::of).toList()));
  }

  private void gather(RawNode node) {
    Node data = in.operand(node, 0);
    Node indices = in.operand(node, 1);
    Shape result;
    if (node.is("Gather") && data.shape().hasRank() && indices.shape().hasRank()) {
      Integer front = in.axis(node, node.integer("axis", 0), data.shape());
      int axis = front == null ? 0 : front;
      List<Dim> sizes = new ArrayList<>(data.shape().dims());
      sizes.remove(axis);
      sizes.addAll(axis, indices.shape().dims());
      result = Shape.of(sizes);
    } else if (node.is("GatherElements")) {
      result = indices.shape();
    } else {
      result = in.stated(node.output());
    }
    if (data.carries() == Graph.Carries.NOTHING
        && indices.carries() != Graph.Carries.NOTHING
        && !in.isLearned(data)) {
      // Constants chosen by identifiers: a mask.
      in.auxiliary(node, 0, false, result);
      return;
    }
    if (in.isLearned(data) && indices.carries() != Graph.Carries.NOTHING) {
      throw node.refused(
          "chooses entries of a parameter by the data in a way that is no plain look-up",
          "use Gather along axis 0");
    }
    in.select(node, Select.Kind.GATHER, result);
  }

  private void scatter(RawNode node) {
    Node data = in.operand(node, 0);
    in.select(node, Select.Kind.SCATTER, data.shape());
  }

  private void expand(RawNode node) {
    Node data = in.operand(node, 0);
    Optional<Known> target = in.known(node.input(1));
    List<Dim> sizes = target.isPresent() ? target.get().dims() : null;
    Shape result = in.stated(node.output());
    if (sizes != null && data.shape().hasRank()) {
      result = data.shape().broadcast(Shape.of(sizes));
      boolean grows =
          data.shape().rank() < result.rank()
              || data.shape().dim(0).is(1)
              || data.shape().dim(0).equals(FreeBatch.BATCH);
      if (result.rank() > 0 && in.batch().is(result.dim(0)) && grows) {
        // Made as many as there are examples.
        in.emit(node, Select.expand(result.with(0, FreeBatch.BATCH)), data);
        return;
      }
    }
    in.select(node, Select.Kind.EXPAND, result);
  }

  /** Keeps the shape where the pattern says so; else only the rank is known. */
  private void linearMap(RawNode node) {
    Shape shape = shape(node);
    boolean same = node.integer(LinearMapPattern.KEEPS_SHAPE, 0) != 0;
    List<Node> operands = new ArrayList<>(List.of(in.operand(node, 0)));
    InnerCalls inner = new InnerCalls(in);
    Body body = inner.body(node, operands);
    Shape result = same ? shape : inner.shape();
    in.bind(
        node,
        0,
        new Select(
            node.integer(LinearMapPattern.KEEPS_SHAPE, 0) == 2
                ? Select.Kind.COMPUTED
                : Select.Kind.SHUFFLE,
            body,
            result.hasRank() ? result : in.opaque(node, rank(node))),
        operands);
  }

  // ---- changes of size ----

  private Shape tiled(RawNode node) {
    Shape shape = shape(node);
    Optional<List<Long>> repeats = in.known(node.input(1)).map(Known::longs);
    if (!shape.hasRank() || repeats.isEmpty() || repeats.get().size() != shape.rank()) {
      return shape.hasRank() ? in.opaque(node, shape.rank()) : in.stated(node.output());
    }
    List<Dim> sizes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      sizes.add(shape.dim(i).times(Dim.of(repeats.get().get(i))));
    }
    return Shape.of(sizes);
  }

  private void pad(RawNode node) {
    Shape shape = shape(node);
    Optional<List<Long>> pads = allPads(node, shape);
    if (!shape.hasRank() || pads.isEmpty()) {
      in.select(
          node,
          Select.Kind.PAD,
          shape.hasRank() ? in.opaque(node, shape.rank()) : in.stated(node.output()));
      return;
    }
    Shape result = padded(node, shape, pads.get());
    Calls.Plan plan = in.calls().of(node);
    java.util.SortedMap<String, Call.Setting> settings =
        new java.util.TreeMap<>(plan.call().settings());
    settings.remove("axes");
    settings.put("pads", new Call.Whole(pads.get().stream().map(Dim::of).toList()));
    Body body = Body.of(new Call("Pad", settings), plan.operands().size());
    in.bind(node, 0, new Select(Select.Kind.PAD, body, result), in.calls().nodes(plan));
  }

  /** Pads of every axis: all before, then all behind. */
  private Optional<List<Long>> allPads(RawNode node, Shape shape) {
    Optional<List<Long>> pads = in.longs(node, "pads", 1);
    if (pads.isEmpty() || !node.hasInput(3) || !shape.hasRank()) {
      return pads;
    }
    Optional<List<Long>> axes = in.known(node.input(3)).map(Known::longs);
    if (axes.isEmpty() || pads.get().size() != 2 * axes.get().size()) {
      return Optional.empty();
    }
    List<Long> all = new ArrayList<>(Collections.nCopies(2 * shape.rank(), 0L));
    List<Integer> fronts = fronts(node, axes.get(), shape);
    for (int i = 0; i < fronts.size(); i++) {
      all.set(fronts.get(i), pads.get().get(i));
      all.set(fronts.get(i) + shape.rank(), pads.get().get(i + fronts.size()));
    }
    return Optional.of(all);
  }

  private static Shape padded(RawNode node, Shape shape, List<Long> pads) {
    if (pads.size() != 2 * shape.rank()) {
      throw node.refused("has " + pads.size() + " pads for " + shape, "check the model");
    }
    List<Dim> sizes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      long both = Math.addExact(pads.get(i), pads.get(i + shape.rank()));
      Dim size = shape.dim(i).plus(Dim.of(both));
      if (size.isKnown() && size.value() < 0) {
        throw node.refused("leaves a size of " + size, "check the model");
      }
      sizes.add(size);
    }
    return Shape.of(sizes);
  }

  private Shape resized(RawNode node) {
    Shape shape = shape(node);
    if (!shape.hasRank()) {
      return in.stated(node.output());
    }
    int scalesAt = node.is("Upsample") || in.graph().opset() < 11 ? 1 : 2;
    if (node.has("axes")) {
      return in.opaque(node, shape.rank());
    }
    Optional<Known> sizes = scalesAt == 2 ? in.known(node.input(3)) : Optional.empty();
    if (sizes.isPresent() && sizes.get().count() == shape.rank()) {
      List<Dim> dims = sizes.get().dims();
      if (dims != null) {
        return Shape.of(dims);
      }
    }
    Optional<Known> scales = in.known(node.input(scalesAt));
    List<Float> fromAttribute =
        node.attribute("scales") == null ? List.of() : node.attribute("scales").getFloatsList();
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      double scale =
          i < fromAttribute.size()
              ? fromAttribute.get(i)
              : scales.isPresent() && i < scales.get().count() ? scales.get().real(i) : Double.NaN;
      if (scale == 1) {
        result.add(shape.dim(i));
      } else if (scale > 0 && scale < 1e6 && scale == Math.rint(scale)) {
        result.add(shape.dim(i).times(Dim.of((long) scale)));
      } else if (scale > 0 && scale < 1e6 && shape.dim(i).isKnown()) {
        result.add(Dim.of((long) Math.floor(shape.dim(i).value() * scale)));
      } else {
        result.add(Dim.symbol(node.name() + "." + i));
      }
    }
    return Shape.of(result);
  }

  private Shape shuffled(RawNode node, boolean toSpace) {
    Shape shape = shape(node);
    long block = node.integer("blocksize", 2);
    if (!shape.hasRank() || shape.rank() != 4 || block < 1 || block > 1 << 16) {
      return in.opaque(node, 4);
    }
    Dim side = Dim.of(block);
    Dim area = Dim.of(block * block);
    return toSpace
        ? Shape.of(
            List.of(
                shape.dim(0),
                shape.dim(1).floorDiv(area),
                shape.dim(2).times(side),
                shape.dim(3).times(side)))
        : Shape.of(
            List.of(
                shape.dim(0),
                shape.dim(1).times(area),
                shape.dim(2).floorDiv(side),
                shape.dim(3).floorDiv(side)));
  }

  private void topK(RawNode node) {
    Shape shape = in.opaque(node, rank(node));
    in.select(node, Select.Kind.TOP, shape);
    if (node.outputs().size() > 1) {
      in.auxiliary(node, 1, false, shape);
    }
  }

  // ---- pooling and reduction ----

  private void pool(RawNode node, Summary kind) {
    Node data = in.operand(node, 0);
    List<Integer> kernel = node.sizes("kernel_shape").orElse(List.of());
    int axes = kernel.size();
    if (axes == 0) {
      throw node.refused("lacks kernel_shape", "the file is damaged; export the model again");
    }
    List<Integer> ones = Collections.nCopies(axes, 1);
    List<Integer> strides = node.sizes("strides").orElse(ones);
    List<Integer> dilations = node.sizes("dilations").orElse(ones);
    List<Integer> pads = node.sizes("pads").orElse(Collections.nCopies(2 * axes, 0));
    String automatic = node.text("auto_pad", "NOTSET");
    boolean same = automatic.startsWith("SAME");
    if (pads.size() != 2 * axes || strides.size() != axes || dilations.size() != axes) {
      throw node.refused("has pads or strides that do not fit its kernel", "check the model");
    }
    boolean up = node.integer("ceil_mode", 0) != 0;
    boolean spatial = data.shape().hasRank() && data.shape().rank() == axes + 2;
    boolean known =
        spatial && data.shape().dims().subList(2, axes + 2).stream().allMatch(Dim::isKnown);
    if (same && known) {
      pads = samePads(data.shape(), kernel, strides, dilations, automatic.equals("SAME_LOWER"));
      up = false;
    }
    if (same && !known) {
      List<Dim> sizes = new ArrayList<>();
      for (int i = 0; spatial && i < axes; i++) {
        Dim stride = Dim.of(strides.get(i));
        Dim size = data.shape().dim(i + 2);
        sizes.add(size.plus(stride).minus(Dim.of(1)).floorDiv(stride));
      }
      if (spatial) {
        sizes.addAll(0, data.shape().dims().subList(0, 2));
      }
      in.select(node, Select.Kind.WINDOW, spatial ? Shape.of(sizes) : in.stated(node.output()));
    } else {
      in.emit(
          node,
          new Rearrangement.Pool(
              kind,
              kernel,
              strides,
              pads.subList(0, axes),
              pads.subList(axes, 2 * axes),
              dilations,
              up,
              node.integer("count_include_pad", 0) != 0,
              kind == Summary.L2 ? power(node) : 2),
          data);
    }
    if (node.outputs().size() > 1) {
      in.auxiliary(node, 1, false, in.value(node.output()).shape());
    }
  }

  /** p of a p-norm: a whole number, in old opsets a real one. */
  private static double power(RawNode node) {
    long whole = node.integer("p", 2);
    return whole == 0 ? node.real("p", 2) : whole;
  }

  /** Pads that keep size/stride, rounded up; the odd one behind, or before. */
  private static List<Integer> samePads(
      Shape data,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> dilations,
      boolean lower) {
    int axes = kernel.size();
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * axes, 0));
    for (int i = 0; i < axes; i++) {
      long size = data.dim(i + 2).value();
      long stride = strides.get(i);
      long reach = (kernel.get(i) - 1L) * dilations.get(i) + 1;
      long total =
          Math.max(0, (Math.floorDiv(size + stride - 1, stride) - 1) * stride + reach - size);
      int small = Math.toIntExact(total / 2);
      int large = Math.toIntExact(total - small);
      pads.set(i, lower ? large : small);
      pads.set(i + axes, lower ? small : large);
    }
    return pads;
  }

  private void globalPool(RawNode node, Summary kind) {
    Node data = in.operand(node, 0);
    if (!data.shape().hasRank() || (kind == Summary.L2 && power(node) != 2)) {
      in.select(node, Select.Kind.WINDOW, in.opaque(node, rank(node)));
      return;
    }
    List<Integer> axes = new ArrayList<>();
    int rank = data.shape().rank();
    for (int i = 2; i < rank; i++) {
      axes.add(i);
    }
    in.emit(node, new Rearrangement.Reduce(kind, axes, true), data);
  }

  private void reduce(RawNode node, Summary kind) {
    Node data = in.operand(node, 0);
    boolean keep = node.integer("keepdims", 1) != 0;
    Optional<List<Long>> axes = in.longs(node, "axes", 1);
    boolean all = axes.map(List::isEmpty).orElse(!node.hasInput(1));
    if (all && node.integer("noop_with_empty_axes", 0) != 0) {
      in.same(node, data);
      return;
    }
    if (!data.shape().hasRank() || (!all && axes.isEmpty())) {
      in.select(node, Select.Kind.COMPUTED, in.stated(node.output()));
      return;
    }
    List<Integer> fronts = fronts(node, axes.orElse(List.of()), data.shape());
    in.emit(node, new Rearrangement.Reduce(kind, fronts, keep), data);
  }
}
