package org.etalon.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.document.DocumentLimits;
import org.etalon.document.Value;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.jspecify.annotations.Nullable;

/** Turns a spec's layers into nodes. */
final class LayerBuilder {
  private static final int LARGE = Limits.LARGEST_SIZE;
  private static final double EPSILON = 1e-5;

  private final Modules net;
  private final Map<String, Node> byName = new HashMap<>();
  private final Map<Dim, Node> masks = new HashMap<>();

  /** Line of every node that was written as an operation. */
  private final Map<String, Integer> lines = new HashMap<>();

  private int steps;

  LayerBuilder(Modules net) {
    this.net = net;
  }

  /** What a list of layers stands in: the start of its layers' names, and the variables. */
  private record Scope(String prefix, @Nullable Scope outer, Variables variables) {
    Scope within(String name, Variables inner) {
      return new Scope(name + ".", this, inner);
    }
  }

  /** One layer's settings, data and names. */
  private record Item(LayerType type, Fields fields, String name, List<Node> from, Scope scope) {
    Node data() {
      if (from.size() != 1) {
        throw new InputException(
            "line " + fields.line() + ", " + type.id(),
            from.isEmpty() ? "has nothing before it" : "takes one value, not " + from.size(),
            from.isEmpty() ? "start with an input" : "name one in 'from'");
      }
      return from.get(0);
    }

    /** Start of the tensors' names. */
    String tensors() {
      return fields.name("params", name);
    }
  }

  /** Makes a value known by its name. */
  void define(String name, Node node) {
    byName.put(name, node);
  }

  /** The value of that name, or null. */
  @Nullable Node named(String name) {
    return byName.get(name);
  }

  /** A complaint about a node of the whole graph, with the node's line. */
  InputException located(InputException problem) {
    Integer line = lines.get(problem.where());
    return line == null ? problem : problem.within("line " + line);
  }

  /**
   * Adds the layers of a whole spec.
   *
   * @param start what the first layer takes; null if there are several inputs or none
   * @return the last layer's value; null where the list is empty
   */
  @Nullable Node build(List<Value> layers, @Nullable Node start, Variables variables) {
    return list(layers, start, new Scope("", null, variables));
  }

  private @Nullable Node list(List<Value> layers, @Nullable Node start, Scope scope) {
    Node at = start;
    for (int i = 0; i < layers.size(); i++) {
      Value value = layers.get(i);
      step(value.line());
      try {
        at = layer(value, i, at, scope);
      } catch (InputException problem) {
        throw problem.where().startsWith("line ")
            ? problem
            : problem.within("line " + value.line());
      }
    }
    return at;
  }

  private void step(int line) {
    if (++steps > Limits.MOST_STEPS) {
      throw tooManySteps(line);
    }
  }

  private static InputException tooManySteps(int line) {
    return new InputException(
        "line " + line,
        "is past " + Limits.MOST_STEPS + " layers once repeats are written out",
        "repeat less often");
  }

  private @Nullable Node layer(Value value, int index, @Nullable Node before, Scope scope) {
    Value.Mapping map = mapping(value);
    if (map.has("op")) {
      return operation(map, scope);
    }
    String id = typeOf(map);
    LayerType type = LayerType.byId("line " + map.line(), id);
    Value.Mapping settings = map;
    if (!map.has("type")) {
      settings = new Value.Mapping(map.line());
      for (var entry : map.entries().entrySet()) {
        String key = entry.getKey();
        if (!key.equals(id)) {
          settings.entries().put(key, entry.getValue());
          continue;
        }
        boolean empty = entry.getValue() instanceof Value.Scalar s && s.is(Value.Kind.NOTHING);
        if (type.main().isPresent()) {
          if (!empty) {
            settings.entries().put(type.main().get(), entry.getValue());
          }
        } else if (!empty) {
          throw new InputException(
              "line " + entry.getValue().line() + ", " + id,
              "takes no value, but is given " + entry.getValue().describe(),
              "write {type: " + id + ", …} to give it settings");
        }
      }
      if (type.main().isPresent() && map.has(type.main().get())) {
        throw new InputException(
            "line " + map.line() + ", " + id,
            "gives '" + type.main().get() + "' twice, behind the word and as a key",
            "keep one");
      }
    }
    Fields fields = new Fields(id, settings, scope.variables, type.settings(), LayerType.GENERAL);
    String name = fields.given("name") ? fields.name("name", "") : Integer.toString(index);
    List<Node> from = before == null ? List.of() : List.of(before);
    if (fields.given("from")) {
      from = new ArrayList<>();
      for (String source : fields.names("from")) {
        from.add(find(fields.where("from"), source, scope));
      }
    }
    Item item = new Item(type, fields, scope.prefix + name, from, scope);
    Node node = add(item);
    byName.put(item.name, node);
    return node;
  }

  private static Value.Mapping mapping(Value value) {
    if (value instanceof Value.Mapping map) {
      return map;
    }
    if (value instanceof Value.Scalar scalar && scalar.is(Value.Kind.TEXT)) {
      Value.Mapping map = new Value.Mapping(value.line());
      map.entries().put("type", scalar);
      return map;
    }
    throw new InputException(
        "line " + value.line(),
        "is " + value.describe() + ", expected a layer such as relu or {linear: 10}",
        "correct it");
  }

  private static String typeOf(Value.Mapping map) {
    String where = "line " + map.line();
    if (map.get("type") instanceof Value.Scalar scalar && scalar.is(Value.Kind.TEXT)) {
      return scalar.text();
    }
    if (map.has("type")) {
      throw new InputException(where, "has a type that is no word", "name a layer");
    }
    // A word that is also a setting of another layer, such as dropout, is a setting beside it.
    List<String> types = new ArrayList<>();
    for (String key : map.entries().keySet()) {
      if (LayerType.exists(key)) {
        types.add(key);
      }
    }
    for (String key : types) {
      LayerType type = LayerType.byId(where, key);
      if (types.stream().allMatch(other -> other.equals(key) || type.keys().contains(other))) {
        return key;
      }
    }
    if (types.isEmpty()) {
      throw LayerType.unknown(where, List.copyOf(map.entries().keySet()));
    }
    throw new InputException(
        where, "names several layers: " + String.join(", ", types), "make each an item of its own");
  }

  private Node find(String where, String name, Scope scope) {
    for (Scope at = scope; at != null; at = at.outer) {
      Node node = byName.get(at.prefix + name);
      if (node != null) {
        return node;
      }
    }
    throw new InputException(
        where,
        "no value is named '" + DocumentLimits.shorten(name) + "' before this one",
        byName.size() > 10_000
            ? "name a layer or input above"
            : Words.known(name, byName.keySet().stream().sorted().limit(12).toList()));
  }

  // ---- operations of the core ----

  private Node operation(Value.Mapping map, Scope scope) {
    String where = "line " + map.line();
    if (!(map.get("op") instanceof Value.Scalar op)) {
      throw new InputException(where, "has an op that is no word", "name an operation");
    }
    OperationFormat format = OperationFormat.byId(where, op.text());
    Fields fields =
        new Fields(op.text(), map, scope.variables, format.settings(), OperationFormat.GENERAL);
    String name = scope.prefix + fields.literalName("name");
    List<Node> operands = new ArrayList<>();
    for (String source : fields.names("of")) {
      operands.add(find(fields.where("of"), source, scope));
    }
    Operation operation;
    try {
      operation = format.read(fields);
    } catch (org.etalon.graph.ShapeMismatchException mismatch) {
      throw new InputException(where + ", " + name, String.valueOf(mismatch.getMessage()), "");
    }
    if (operation instanceof Source.Learned learned) {
      if (!operands.isEmpty()) {
        throw new InputException(
            where + ", " + name, "is a tensor and takes no values", "drop 'of'");
      }
      Parameter p = learned.parameter();
      Node node = net.parameter(new Parameter(name, p.shape(), p.kind(), p.initialValue()));
      byName.put(name, node);
      return node;
    }
    Node node = net.add(name, operation, operands);
    byName.put(name, node);
    lines.put(name, map.line());
    return node;
  }

  // ---- friendly layers ----

  private Node add(Item item) {
    return switch (item.type.id()) {
      case "linear" -> linear(item);
      case "conv" -> convolution(item);
      case "embedding" -> {
        String table = item.fields.name("weight", item.tensors() + ".weight");
        yield net.embedding(
            item.name,
            table,
            item.data(),
            item.fields.whole("entries", 1, LARGE),
            item.fields.whole("width", 1, LARGE));
      }
      case "position" -> {
        Node data = item.data();
        int rank = ranked(item, 2);
        long[] sizes = new long[rank - 1];
        for (int i = 1; i < rank; i++) {
          sizes[i - 1] = Modules.known(item.name, data, i);
        }
        yield net.sum(item.name, data, net.parameter(item.tensors() + ".weight", sizes));
      }
      case "class-token" -> {
        exactly(item, 3);
        yield net.classToken(item.name, item.tensors() + ".weight", item.data());
      }
      case "token" -> {
        ranked(item, 2);
        yield net.token(item.name, item.data(), item.fields.whole("index", 0, 0, LARGE));
      }
      case "attention" -> attention(item);
      case "batch-norm" -> {
        ranked(item, 2);
        yield net.batchNorm(
            item.name,
            item.tensors(),
            item.data(),
            epsilon(item),
            item.fields.flag("affine", true));
      }
      case "layer-norm" -> {
        boolean bias = item.fields.flag("bias", true);
        yield norm(
            item, new Normalisation(Normalisation.Kind.LAYER, epsilon(item)), -1, true, bias);
      }
      case "rms-norm" ->
          norm(item, new Normalisation(Normalisation.Kind.RMS, epsilon(item)), -1, true, false);
      case "group-norm" -> groupNorm(item);
      case "instance-norm" ->
          norm(item, new Normalisation(Normalisation.Kind.INSTANCE, epsilon(item)), 1, false, true);
      case "scale" -> scale(item);
      case "max-pool" -> pool(item, Rearrangement.Summary.MAX);
      case "avg-pool" -> pool(item, Rearrangement.Summary.MEAN);
      case "global-pool" -> {
        ranked(item, 3);
        yield net.globalPool(item.name, item.data(), item.fields.flag("keep", false));
      }
      case "mean" -> {
        int axis = item.fields.whole("axis", 0, ranked(item, 1) - 1);
        yield net.add(
            item.name,
            new Rearrangement.Reduce(Rearrangement.Summary.MEAN, List.of(axis), false),
            item.data());
      }
      case "flatten" -> {
        ranked(item, 1);
        Shape shape = item.data().shape();
        Dim rest = Sizes.elements(item.name, Shape.of(shape.dims().subList(1, shape.rank())));
        yield reshape(item, Shape.of(List.of(shape.dim(0), rest)));
      }
      case "reshape" -> reshape(item, item.fields.shape("shape"));
      case "transpose" ->
          net.add(
              item.name,
              new Rearrangement.Transpose(item.fields.wholes("order", 0, Limits.MOST_AXES)),
              item.data());
      case "softmax" -> {
        int rank = ranked(item, 1);
        int axis = item.fields.whole("axis", -1, -rank, rank - 1);
        yield net.add(
            item.name, new Pointwise.Softmax(axis < 0 ? axis + rank : axis, false), item.data());
      }
      case "dropout" ->
          net.add(
              item.name, new Pointwise.Dropout(item.fields.real("rate", 0.5, 0, 1)), item.data());
      case "add" -> several(item, new Join.Add());
      case "multiply" -> several(item, new Join.Multiply());
      case "concat" -> {
        int rank =
            item.from.isEmpty() || !item.from.get(0).shape().hasRank()
                ? 0
                : item.from.get(0).shape().rank();
        int axis = item.fields.whole("axis", 1, -rank, Math.max(0, rank - 1));
        yield several(item, new Join.Concat(axis < 0 ? axis + rank : axis));
      }
      case "matmul" -> several(item, new Join.MatrixProduct());
      case "prelu" -> prelu(item);
      case "block" ->
          nonempty(
              item,
              list(
                  item.fields.layers("layers"),
                  item.from.isEmpty() ? null : item.data(),
                  inner(item)));
      case "residual" -> residual(item);
      case "repeat" -> repeat(item);
      default -> activation(item);
    };
  }

  private static int ranked(Item item, int least) {
    Shape shape = item.data().shape();
    if (!shape.hasRank() || shape.rank() < least) {
      throw new InputException(
          item.name,
          item.type.id()
              + " cannot take data of shape "
              + shape
              + ", it needs at least "
              + least
              + " axes",
          "check the layers before it");
    }
    return shape.rank();
  }

  private static void exactly(Item item, int axes) {
    if (ranked(item, axes) != axes) {
      throw new InputException(
          item.name,
          item.type.id() + " takes [batch, tokens, features], not " + item.data().shape(),
          "reshape the data first");
    }
  }

  private static Node nonempty(Item item, @Nullable Node node) {
    if (node == null) {
      throw new InputException(item.name, "makes no value", "give it layers");
    }
    return node;
  }

  private static double epsilon(Item item) {
    return item.fields.real("epsilon", EPSILON, 0, 1e6);
  }

  private Node linear(Item item) {
    ranked(item, 1);
    Fields f = item.fields;
    return net.linear(
        item.name,
        f.name("weight", item.tensors() + ".weight"),
        item.tensors() + ".bias",
        f.word("layout", Layer.Layout.values(), Layer.Layout.OUT_IN),
        item.data(),
        f.whole("out", 1, LARGE),
        f.flag("bias", true));
  }

  private Node convolution(Item item) {
    int axes = ranked(item, 3) - 2;
    if (axes > 3) {
      throw new InputException(
          item.name, "has " + axes + " spatial axes, more than 3", "reshape the data first");
    }
    Fields f = item.fields;
    List<Integer> kernel = f.wholes("kernel", 3, axes, 1, LARGE);
    List<Integer> strides = f.wholes("stride", 1, axes, 1, LARGE);
    List<Integer> dilations = f.wholes("dilation", 1, axes, 1, LARGE);
    boolean transposed = f.flag("transposed", false);
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      long reach = (kernel.get(i) - 1L) * dilations.get(i);
      boolean apart = transposed || strides.get(i) >= kernel.get(i);
      long before = apart ? 0 : reach / 2;
      if (reach > LARGE) {
        throw new InputException(f.where("kernel"), "reaches too far", "give a smaller kernel");
      }
      begin.add((int) before);
      end.add((int) (apart ? 0 : reach - before));
    }
    if (f.given("pad")) {
      begin = f.wholes("pad", axes, 0, LARGE);
      end = begin;
    }
    Layer.Convolution operation =
        new Layer.Convolution(
            strides,
            begin,
            end,
            dilations,
            f.whole("groups", 1, 1, LARGE),
            f.word("padding", Layer.Padding.values(), Layer.Padding.ZEROS),
            transposed,
            Collections.nCopies(axes, 0));
    return net.convolution(
        item.name,
        item.tensors(),
        operation,
        item.data(),
        f.whole("out", 1, LARGE),
        kernel,
        f.flag("bias", true));
  }

  private Node attention(Item item) {
    exactly(item, 3);
    Fields f = item.fields;
    Node data = item.data();
    long width = Modules.known(item.name, data, 2);
    int heads = f.whole("heads", 1, LARGE);
    int keyValueHeads = f.whole("kv-heads", heads, 1, LARGE);
    if (width % heads != 0) {
      throw new InputException(
          f.where("heads"),
          width + " features do not divide into " + heads + " heads",
          "choose heads that divide " + width);
    }
    if (heads % keyValueHeads != 0) {
      throw new InputException(
          f.where("kv-heads"),
          heads + " heads do not divide among " + keyValueHeads,
          "choose a divisor of " + heads);
    }
    boolean packed = f.flag("packed", heads == keyValueHeads);
    if (packed && heads != keyValueHeads) {
      throw new InputException(
          f.where("packed"), "needs kv-heads equal to heads", "leave packed out");
    }
    boolean bias = f.flag("bias", true);
    String tensors = item.tensors();
    long size = width / heads;
    Node q;
    Node k;
    Node v;
    if (packed) {
      Node all =
          net.linear(
              item.name + ".in_proj",
              tensors + ".in_proj_weight",
              tensors + ".in_proj_bias",
              Layer.Layout.OUT_IN,
              data,
              3 * width,
              bias);
      q = net.features(item.name + ".q.slice", all, 0, width);
      k = net.features(item.name + ".k.slice", all, width, 2 * width);
      v = net.features(item.name + ".v.slice", all, 2 * width, 3 * width);
    } else {
      q = projection(item, "q_proj", width, bias);
      k = projection(item, "k_proj", size * keyValueHeads, bias);
      v = projection(item, "v_proj", size * keyValueHeads, bias);
    }
    Node mask = null;
    if (f.flag("causal", false)) {
      Dim tokens = data.shape().dim(1);
      mask = net.causalMask(tokens, masks.get(tokens));
      masks.put(tokens, mask);
    }
    Modules.Heads core =
        new Modules.Heads(
            heads,
            keyValueHeads,
            size,
            1 / Math.sqrt((double) size),
            f.real("dropout", 0, 0, 1),
            f.flag("rotary", false) ? Rotary.USUAL_THETA : 0);
    Node mixed = net.attention(item.name, q, k, v, core, mask);
    return net.linear(
        item.name,
        tensors + ".out_proj.weight",
        tensors + ".out_proj.bias",
        Layer.Layout.OUT_IN,
        mixed,
        width,
        bias);
  }

  private Node projection(Item item, String which, long outputs, boolean bias) {
    String tensors = item.tensors() + "." + which;
    return net.linear(
        item.name + "." + which,
        tensors + ".weight",
        tensors + ".bias",
        Layer.Layout.OUT_IN,
        item.data(),
        outputs,
        bias);
  }

  private Node norm(Item item, Normalisation operation, int axis, boolean affine, boolean bias) {
    ranked(item, axis < 0 ? -axis : axis + 1);
    return net.norm(
        item.name,
        item.tensors(),
        operation,
        axis,
        item.data(),
        item.fields.flag("affine", affine),
        bias);
  }

  private Node groupNorm(Item item) {
    ranked(item, 2);
    int groups = item.fields.whole("groups", 1, LARGE);
    long channels = Modules.known(item.name, item.data(), 1);
    if (channels % groups != 0) {
      throw new InputException(
          item.fields.where("groups"),
          channels + " channels do not divide into " + groups + " groups",
          "choose groups that divide " + channels);
    }
    Normalisation operation =
        new Normalisation(Normalisation.Kind.GROUP, List.of(-1), groups, epsilon(item));
    return norm(item, operation, 1, true, true);
  }

  private Node scale(Item item) {
    int rank = ranked(item, 2);
    int axis = item.fields.whole("axis", rank > 3 ? 1 : -1, -rank, rank - 1);
    return net.layerScale(
        item.name,
        item.tensors() + ".weight",
        item.data(),
        axis,
        item.fields.real("initial", 1e-6));
  }

  private Node pool(Item item, Rearrangement.Summary kind) {
    int axes = ranked(item, 3) - 2;
    Fields f = item.fields;
    List<Integer> kernel = f.wholes("kernel", axes, 1, LARGE);
    List<Integer> pads = f.wholes("pad", 0, axes, 0, LARGE);
    return net.add(
        item.name,
        new Rearrangement.Pool(
            kind,
            kernel,
            f.given("stride") ? f.wholes("stride", axes, 1, LARGE) : kernel,
            pads,
            pads,
            f.wholes("dilation", 1, axes, 1, LARGE),
            f.flag("round-up", false),
            f.flag("count-padding", false),
            2),
        item.data());
  }

  private Node reshape(Item item, Shape shape) {
    Shape data = item.data().shape();
    if (shape.hasRank() && data.hasRank() && shape.rank() > 0 && data.rank() > 0) {
      // Where both keep the batch, the rest must hold as many elements.
      boolean sameFirst = shape.dim(0).equals(data.dim(0));
      Dim before = Sizes.elements(item.name, Shape.of(data.dims().subList(1, data.rank())));
      Dim after = Sizes.elements(item.name, Shape.of(shape.dims().subList(1, shape.rank())));
      if (sameFirst && before.isKnown() && after.isKnown() && !before.equals(after)) {
        throw new InputException(
            item.name,
            "cannot turn " + data + " into " + shape + ": element counts differ",
            "give sizes whose product is " + before);
      }
    }
    return net.add(item.name, new Rearrangement.Reshape(shape), item.data());
  }

  private Node several(Item item, Operation operation) {
    if (item.from.size() < 2) {
      throw new InputException(
          "line " + item.fields.line() + ", " + item.type.id(),
          "needs at least two values",
          "name them: from: [one, other]");
    }
    return net.add(item.name, operation, item.from);
  }

  private Node activation(Item item) {
    Pointwise.Function function =
        Words.constant(Pointwise.Function.values(), item.type.id())
            .orElseThrow(() -> new IllegalStateException("no builder for " + item.type.id()));
    Operation operation =
        switch (function) {
          case CLIP -> new Pointwise.Activation(function, 0, item.fields.real("parameter", 6));
          case SHRINK -> new Pointwise.Activation(function, item.fields.real("parameter", 0.5), 0);
          case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU, SILU ->
              new Pointwise.Activation(
                  function, item.fields.real("parameter", function.standard().get(0)));
          default -> new Pointwise.Activation(function);
        };
    return net.add(item.name, operation, item.data());
  }

  private Node prelu(Item item) {
    Parameter slope =
        new Parameter(
            item.tensors() + ".weight",
            Shape.of(1),
            Parameter.Kind.LEARNED,
            OptionalDouble.of(item.fields.real("initial", 0.25)));
    return net.add(
        item.name,
        new Pointwise.Activation(Pointwise.Function.PRELU),
        item.data(),
        net.parameter(slope));
  }

  private static Scope inner(Item item) {
    return item.scope.within(item.name, item.scope.variables);
  }

  private Node residual(Item item) {
    Node start = item.data();
    Node branch = nonempty(item, list(item.fields.layers("layers"), start, inner(item)));
    Node shortcut = start;
    if (!branch.shape().equals(start.shape())) {
      if (!item.fields.given("shortcut")) {
        throw new InputException(
            "line " + item.fields.line() + ", residual",
            "turns " + start.shape() + " into " + branch.shape() + ", which cannot be added",
            "keep the shape, or give a 'shortcut': layers that change it alike");
      }
      Scope scope = item.scope.within(item.name + ".shortcut", item.scope.variables);
      shortcut = nonempty(item, list(item.fields.layers("shortcut"), start, scope));
    }
    return net.sum(item.name, branch, shortcut);
  }

  private Node repeat(Item item) {
    Fields f = item.fields;
    int times = f.whole("times", 1, Limits.MOST_STEPS);
    Map<String, List<Number>> series = f.given("with") ? series(f, times) : Map.of();
    List<Value> layers = f.layers("layers");
    if ((long) times * (1 + layers.size()) > Limits.MOST_STEPS - steps) {
      throw tooManySteps(f.line());
    }
    Node at = item.from.isEmpty() ? null : item.data();
    for (int i = 0; i < times; i++) {
      step(f.line());
      Map<String, Number> numbers = new HashMap<>();
      numbers.put("i", (long) i);
      for (var entry : series.entrySet()) {
        numbers.put(entry.getKey(), entry.getValue().get(i));
      }
      at = list(layers, at, item.scope.within(item.name + "." + i, f.variables().with(numbers)));
    }
    return nonempty(item, at);
  }

  private static Map<String, List<Number>> series(Fields f, int times) {
    if (!(f.value("with") instanceof Value.Mapping map)) {
      throw f.refused("with", "lists by name, such as {width: [64, 128]}");
    }
    Map<String, List<Number>> series = new HashMap<>();
    for (var entry : map.entries().entrySet()) {
      String where =
          "line "
              + entry.getValue().line()
              + ", repeat.with."
              + DocumentLimits.shorten(entry.getKey());
      if (!(entry.getValue() instanceof Value.Sequence list) || list.items().size() != times) {
        throw new InputException(
            where,
            "is "
                + entry.getValue().describe()
                + ", expected a list of "
                + times
                + " numbers, one for each repeat",
            "correct it");
      }
      List<Number> numbers = new ArrayList<>(times);
      for (Value item : list.items()) {
        numbers.add(SpecReader.number(where, item, f.variables()));
      }
      SpecReader.requireVariableName(where, entry.getKey());
      series.put(entry.getKey(), numbers);
    }
    return series;
  }
}
