package org.etalon.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * How one kind of operation of the graph is written in a spec: its word after {@code op:}, its
 * settings, and both directions between settings and operation, side by side so that neither is
 * forgotten.
 */
final class OperationFormat {
  /** Keys that every node may have. */
  static final List<String> GENERAL = List.of("op", "name", "of");

  private static final String BODY =
      "steps such as {call: Slice, of: [0], settings: {axes: [2], starts: [0], ends: [64]}}";
  private static final int LARGE = Limits.LARGEST_SIZE;
  private static final Map<String, OperationFormat> BY_ID = new LinkedHashMap<>();
  private static final Map<Class<?>, OperationFormat> BY_CLASS = new LinkedHashMap<>();

  private final String id;
  private final String doc;
  private final List<Setting> settings;
  private final Function<Fields, Operation> reader;
  private final BiConsumer<Operation, Map<String, String>> writer;

  private OperationFormat(
      String id,
      String doc,
      List<Setting> settings,
      Function<Fields, Operation> reader,
      BiConsumer<Operation, Map<String, String>> writer) {
    this.id = id;
    this.doc = doc;
    this.settings = List.copyOf(settings);
    this.reader = reader;
    this.writer = writer;
  }

  private static <T extends Operation> void put(
      String id,
      Class<T> type,
      String doc,
      List<Setting> settings,
      Function<Fields, T> reader,
      BiConsumer<T, Map<String, String>> writer) {
    OperationFormat format =
        new OperationFormat(
            id,
            doc,
            settings,
            reader::apply,
            (operation, to) -> writer.accept(type.cast(operation), to));
    BY_ID.put(id, format);
    BY_CLASS.putIfAbsent(type, format);
  }

  static {
    sources();
    layers();
    joins();
    pointwise();
    rearrangements();
  }

  /** Every format, related ones together. */
  static List<OperationFormat> all() {
    return List.copyOf(BY_ID.values());
  }

  /** The words after {@code op:}. */
  static List<String> ids() {
    return List.copyOf(BY_ID.keySet());
  }

  /** The format of that word. */
  static OperationFormat byId(String where, String id) {
    OperationFormat format = BY_ID.get(id);
    if (format == null) {
      throw new InputException(
          where,
          "unknown operation '" + DocumentLimits.shorten(id) + "'",
          Words.known(id, BY_ID.keySet()));
    }
    return format;
  }

  /** The format of an operation. */
  static OperationFormat of(Operation operation) {
    if (operation instanceof Source.Learned learned
        && learned.parameter().kind() == Parameter.Kind.BUFFER) {
      return byId("op", "buffer");
    }
    OperationFormat format = BY_CLASS.get(operation.getClass());
    if (format == null) {
      throw new IllegalStateException("no format for " + operation);
    }
    return format;
  }

  /** The word after {@code op:}. */
  String id() {
    return id;
  }

  /** What it is, in a sentence. */
  String doc() {
    return doc;
  }

  /** Its keys besides the general ones. */
  List<Setting> settings() {
    return settings;
  }

  /** The operation that the settings describe. */
  Operation read(Fields fields) {
    return reader.apply(fields);
  }

  /** The settings that describe an operation, as text of YAML's flow style. */
  Map<String, String> write(Operation operation) {
    Map<String, String> to = new LinkedHashMap<>();
    writer.accept(operation, to);
    return to;
  }

  private static void sources() {
    put(
        "input",
        Source.Input.class,
        "Data that enter the network.",
        List.of(
            Setting.needed("shape", Setting.Type.SHAPE, "sizes; symbols such as batch are allowed"),
            Setting.word(
                "element",
                false,
                Words.of(Source.Element.values()),
                "real numbers (default) or discrete: token identifiers")),
        f ->
            new Source.Input(
                f.word("element", Source.Element.values(), Source.Element.REAL), f.shape("shape")),
        (o, to) -> {
          to.put("shape", Sizes.text(o.shape()));
          if (o.element() != Source.Element.REAL) {
            to.put("element", Words.of(o.element()));
          }
        });
    put(
        "parameter",
        Source.Learned.class,
        "A learned tensor.",
        List.of(
            Setting.needed("shape", Setting.Type.SHAPE, "its sizes, all numbers"),
            Setting.optional(
                "initial", Setting.Type.REAL, "the constant it starts from; default: drawn")),
        f ->
            new Source.Learned(
                new Parameter(
                    f.literalName("name"),
                    f.shape("shape"),
                    Parameter.Kind.LEARNED,
                    f.real("initial"))),
        OperationFormat::writeTensor);
    put(
        "buffer",
        Source.Learned.class,
        "A tensor that no optimiser touches: running statistics.",
        List.of(
            Setting.needed("shape", Setting.Type.SHAPE, "its sizes, all numbers"),
            Setting.optional("initial", Setting.Type.REAL, "the constant it starts from")),
        f ->
            new Source.Learned(
                new Parameter(
                    f.literalName("name"),
                    f.shape("shape"),
                    Parameter.Kind.BUFFER,
                    f.real("initial"))),
        OperationFormat::writeTensor);
    put(
        "constant",
        Source.Constant.class,
        "A fixed tensor.",
        List.of(
            Setting.needed("shape", Setting.Type.SHAPE, "its sizes"),
            Setting.optional(
                "values", Setting.Type.REALS, "elements in row-major order; none if not kept"),
            Setting.optional("fill", Setting.Type.REAL, "instead: the value of all elements")),
        f -> constant(f),
        (o, to) -> {
          to.put("shape", Sizes.text(o.shape()));
          if (isFill(o.shape(), o.values())) {
            to.put("fill", Yaml.real(o.values().get(0)));
          } else if (!o.values().isEmpty()) {
            to.put("values", Yaml.list(o.values().stream().map(Yaml::real).toList()));
          }
        });
    put(
        "indices",
        Source.Indices.class,
        "A fixed tensor of whole numbers: positions, sizes, masks of 0 and 1.",
        List.of(
            Setting.needed("shape", Setting.Type.SHAPE, "its sizes"),
            Setting.optional(
                "values",
                Setting.Type.SIZES,
                "elements in row-major order, symbols allowed; none if not kept"),
            Setting.optional("fill", Setting.Type.TEXT, "instead: the value of all elements")),
        f -> {
          Shape shape = f.shape("shape");
          return new Source.Indices(
              shape,
              f.given("fill")
                  ? filled(f, shape, Sizes.parse(f.where("fill"), f.text("fill")))
                  : values(f, shape, f.sizes("values")));
        },
        (o, to) -> {
          to.put("shape", Sizes.text(o.shape()));
          if (isFill(o.shape(), o.values())) {
            to.put("fill", BodyFormat.text(o.values().get(0)));
          } else if (!o.values().isEmpty()) {
            to.put("values", Yaml.list(o.values().stream().map(BodyFormat::text).toList()));
          }
        });
    put(
        "auxiliary",
        Source.Auxiliary.class,
        "A mask, range or index, made from no activations.",
        List.of(
            Setting.needed("body", Setting.Type.BODY, BODY),
            Setting.needed("shape", Setting.Type.SHAPE, "its sizes"),
            Setting.optional(
                "detached",
                Setting.Type.FLAG,
                "whether it carries nothing of the data, whatever it is made of; default false")),
        f ->
            new Source.Auxiliary(
                BodyFormat.read(f, "body"), f.shape("shape"), f.flag("detached", false)),
        (o, to) -> {
          to.put("body", BodyFormat.text(o.body()));
          to.put("shape", Sizes.text(o.shape()));
          if (o.detached()) {
            to.put("detached", "true");
          }
        });
  }

  private static Source.Constant constant(Fields f) {
    Shape shape = f.shape("shape");
    return new Source.Constant(
        shape,
        f.given("fill")
            ? filled(f, shape, f.real("fill", 0))
            : values(f, shape, f.reals("values")));
  }

  private static <T> List<T> filled(Fields f, Shape shape, T value) {
    Dim count = shape.isKnown() ? Sizes.elements(f.where("shape"), shape) : Dim.of(-1);
    if (f.given("values") || count.value() < 0 || count.value() > Source.Constant.MOST_VALUES) {
      throw f.refused(
          "fill", "no values, and a known shape of at most " + Source.Constant.MOST_VALUES);
    }
    return Collections.nCopies((int) count.value(), value);
  }

  private static <T> List<T> values(Fields f, Shape shape, List<T> given) {
    if (given.isEmpty() || !shape.isKnown()) {
      return given;
    }
    Dim count = Sizes.elements(f.where("shape"), shape);
    if (count.is(given.size())) {
      return given;
    }
    throw f.refused("values", count + " numbers for " + shape);
  }

  /** Whether several values are all the same. */
  private static boolean isFill(Shape shape, List<?> values) {
    if (values.size() < 2 || !shape.isKnown() || !shape.elements().is(values.size())) {
      return false;
    }
    for (int i = 1; i < values.size(); i++) {
      if (!values.get(i).equals(values.get(0))) {
        return false;
      }
    }
    return true;
  }

  private static void writeTensor(Source.Learned o, Map<String, String> to) {
    to.put("shape", Sizes.text(o.parameter().shape()));
    o.parameter().initialValue().ifPresent(value -> to.put("initial", Yaml.real(value)));
  }

  private static void layers() {
    put(
        "linear",
        Layer.Linear.class,
        "A dense layer, of data, weight and perhaps bias.",
        List.of(
            Setting.word(
                "layout",
                false,
                Words.of(Layer.Layout.values()),
                "order of the weight's last two axes; default out-in, as in PyTorch"),
            Setting.optional(
                "axis",
                Setting.Type.WHOLE,
                "axis of the data summed over, from the end; default -1")),
        f ->
            new Layer.Linear(
                f.word("layout", Layer.Layout.values(), Layer.Layout.OUT_IN),
                f.whole("axis", -1, -Limits.MOST_AXES, -1)),
        (o, to) -> {
          if (o.layout() != Layer.Layout.OUT_IN) {
            to.put("layout", Words.of(o.layout()));
          }
          if (o.contracted() != -1) {
            to.put("axis", Integer.toString(o.contracted()));
          }
        });
    put(
        "convolution",
        Layer.Convolution.class,
        "A convolution, of data, kernel and perhaps bias.",
        List.of(
            Setting.needed("strides", Setting.Type.WHOLES, "step for each spatial axis"),
            Setting.optional("pads-begin", Setting.Type.WHOLES, "padding before each; default 0"),
            Setting.optional("pads-end", Setting.Type.WHOLES, "after each; default as before"),
            Setting.optional("dilations", Setting.Type.WHOLES, "spacing of the taps; default 1"),
            Setting.optional("groups", Setting.Type.WHOLE, "groups of channels; default 1"),
            Setting.word(
                "padding",
                false,
                Words.of(Layer.Padding.values()),
                "what the padding holds; default zeros"),
            Setting.optional(
                "transposed", Setting.Type.FLAG, "whether it is transposed; default false"),
            Setting.optional(
                "output-padding",
                Setting.Type.WHOLES,
                "extra size of a transposed convolution's result; default 0")),
        OperationFormat::convolution,
        (o, to) -> {
          to.put("strides", o.strides().toString());
          putUnlessAll(to, "pads-begin", o.padsBegin(), 0);
          if (!o.padsEnd().equals(o.padsBegin())) {
            to.put("pads-end", o.padsEnd().toString());
          }
          putUnlessAll(to, "dilations", o.dilations(), 1);
          if (o.groups() != 1) {
            to.put("groups", Integer.toString(o.groups()));
          }
          if (o.padding() != Layer.Padding.ZEROS) {
            to.put("padding", Words.of(o.padding()));
          }
          if (o.transposed()) {
            to.put("transposed", "true");
          }
          putUnlessAll(to, "output-padding", o.outputPadding(), 0);
        });
    put(
        "embedding",
        Layer.Embedding.class,
        "A look-up, of identifiers and table.",
        List.of(),
        f -> new Layer.Embedding(),
        (o, to) -> {});
    put(
        "contraction",
        Layer.Contraction.class,
        "A sum of products of data and a weight, in Einstein's notation.",
        List.of(Setting.needed("equation", Setting.Type.TEXT, "such as bij,jk->bik")),
        f -> {
          List<String> parts = equation(f, 2);
          return new Layer.Contraction(parts.get(0), parts.get(1), parts.get(2));
        },
        (o, to) ->
            to.put("equation", Yaml.quoted(o.data() + "," + o.weight() + "->" + o.result())));
  }

  private static Layer.Convolution convolution(Fields f) {
    List<Integer> strides = f.wholes("strides", -1, 1, LARGE);
    int axes = strides.size();
    List<Integer> begin = f.wholes("pads-begin", 0, axes, -LARGE, LARGE);
    return new Layer.Convolution(
        strides,
        begin,
        f.given("pads-end") ? f.wholes("pads-end", axes, -LARGE, LARGE) : begin,
        f.wholes("dilations", 1, axes, 1, LARGE),
        f.whole("groups", 1, 1, LARGE),
        f.word("padding", Layer.Padding.values(), Layer.Padding.ZEROS),
        f.flag("transposed", false),
        f.wholes("output-padding", 0, axes, 0, LARGE));
  }

  private static void putUnlessAll(
      Map<String, String> to, String key, List<Integer> numbers, int standard) {
    if (numbers.stream().anyMatch(n -> n != standard)) {
      to.put(key, numbers.toString());
    }
  }

  /** The operands' letters, then the result's. */
  private static List<String> equation(Fields f, int operands) {
    String text = f.text("equation").replace(" ", "");
    int arrow = text.indexOf("->");
    List<String> parts = new ArrayList<>();
    if (arrow >= 0) {
      parts.addAll(List.of(text.substring(0, arrow).split(",", -1)));
      parts.add(text.substring(arrow + 2));
    }
    if (arrow < 0
        || (operands > 0 && parts.size() != operands + 1)
        || parts.stream().anyMatch(p -> p.length() > Limits.MOST_AXES)
        || parts.stream().anyMatch(p -> !p.chars().allMatch(Character::isLetter))) {
      throw f.refused("equation", "axis letters such as bij,jk->bik");
    }
    return parts;
  }

  private static void joins() {
    put(
        "add",
        Join.Add.class,
        "The elementwise sum.",
        List.of(),
        f -> new Join.Add(),
        (o, to) -> {});
    put(
        "multiply",
        Join.Multiply.class,
        "The elementwise product.",
        List.of(),
        f -> new Join.Multiply(),
        (o, to) -> {});
    put(
        "combine",
        Join.Combine.class,
        "Any other elementwise combination.",
        List.of(Setting.word("rule", true, Words.of(Join.Combine.Rule.values()), "how to combine")),
        f -> new Join.Combine(f.word("rule", Join.Combine.Rule.values())),
        (o, to) -> to.put("rule", Words.of(o.rule())));
    put(
        "concat",
        Join.Concat.class,
        "The operands side by side.",
        List.of(Setting.needed("axis", Setting.Type.WHOLE, "along which axis, from 0")),
        f -> new Join.Concat(f.whole("axis", 0, Limits.MOST_AXES)),
        (o, to) -> to.put("axis", Integer.toString(o.axis())));
    put(
        "matrix-product",
        Join.MatrixProduct.class,
        "The matrix product of two activations.",
        List.of(),
        f -> new Join.MatrixProduct(),
        (o, to) -> {});
    put(
        "einstein-sum",
        Join.EinsteinSum.class,
        "A sum of products of activations, in Einstein's notation.",
        List.of(Setting.needed("equation", Setting.Type.TEXT, "such as bqd,bkd->bqk")),
        f -> {
          List<String> parts = equation(f, 0);
          return new Join.EinsteinSum(
              parts.subList(0, parts.size() - 1), parts.get(parts.size() - 1));
        },
        (o, to) ->
            to.put("equation", Yaml.quoted(String.join(",", o.operands()) + "->" + o.result())));
  }

  private static void pointwise() {
    put(
        "activation",
        Pointwise.Activation.class,
        "A nonlinearity.",
        List.of(
            Setting.word("function", true, Words.of(Pointwise.Function.values()), "which"),
            Setting.optional(
                "settings", Setting.Type.REALS, "its numbers, such as a slope; default the usual")),
        f ->
            new Pointwise.Activation(
                f.word("function", Pointwise.Function.values()), f.reals("settings")),
        (o, to) -> {
          to.put("function", Words.of(o.function()));
          if (!o.settings().equals(o.function().standard())) {
            to.put("settings", Yaml.list(o.settings().stream().map(Yaml::real).toList()));
          }
        });
    put(
        "normalisation",
        Pointwise.Normalisation.class,
        "A normalisation, of data and perhaps gain, bias, running mean and variance.",
        List.of(
            Setting.word("kind", true, Words.of(Pointwise.Normalisation.Kind.values()), "which"),
            Setting.optional(
                "axes",
                Setting.Type.WHOLES,
                "axes for layer, rms and l2, from the end; default [-1]"),
            Setting.optional("groups", Setting.Type.WHOLE, "groups of channels; default 1"),
            Setting.optional("epsilon", Setting.Type.REAL, "added to the variance; default 1e-5"),
            Setting.optional(
                "settings",
                Setting.Type.REALS,
                "local-response: channels, alpha, beta, bias; l2: the power; default the usual")),
        f ->
            new Pointwise.Normalisation(
                f.word("kind", Pointwise.Normalisation.Kind.values()),
                f.given("axes")
                    ? f.wholes("axes", -Limits.MOST_AXES, Limits.MOST_AXES)
                    : List.of(-1),
                f.whole("groups", 1, -1, LARGE),
                f.real("epsilon", 1e-5),
                f.reals("settings")),
        (o, to) -> {
          to.put("kind", Words.of(o.kind()));
          if (!o.axes().equals(List.of(-1))) {
            to.put("axes", o.axes().toString());
          }
          if (o.groups() != 1) {
            to.put("groups", Integer.toString(o.groups()));
          }
          putUnless(to, "epsilon", o.epsilon(), 1e-5);
          Pointwise.Normalisation usual =
              new Pointwise.Normalisation(o.kind(), o.axes(), o.groups(), o.epsilon());
          if (!o.settings().equals(usual.settings())) {
            to.put("settings", Yaml.list(o.settings().stream().map(Yaml::real).toList()));
          }
        });
    put(
        "softmax",
        Pointwise.Softmax.class,
        "Softmax along an axis.",
        List.of(
            Setting.needed("axis", Setting.Type.WHOLE, "along which axis"),
            Setting.optional(
                "logarithm", Setting.Type.FLAG, "whether its logarithm is meant; default false")),
        f ->
            new Pointwise.Softmax(
                f.whole("axis", -Limits.MOST_AXES, Limits.MOST_AXES), f.flag("logarithm", false)),
        (o, to) -> {
          to.put("axis", Integer.toString(o.axis()));
          if (o.logarithm()) {
            to.put("logarithm", "true");
          }
        });
    put(
        "dropout",
        Pointwise.Dropout.class,
        "Random zeroing while training.",
        List.of(Setting.needed("rate", Setting.Type.REAL, "share that is zeroed")),
        f -> new Pointwise.Dropout(f.real("rate", 0)),
        (o, to) -> to.put("rate", Yaml.real(o.rate())));
    put(
        "pass-through",
        Pointwise.PassThrough.class,
        "An operator Etalon does not know, taken to keep the shape.",
        List.of(Setting.needed("operator", Setting.Type.TEXT, "its name")),
        f -> new Pointwise.PassThrough(f.text("operator")),
        (o, to) -> to.put("operator", Yaml.quoted(o.operator())));
  }

  private static void putUnless(Map<String, String> to, String key, double value, double standard) {
    if (Double.doubleToLongBits(value) != Double.doubleToLongBits(standard)) {
      to.put(key, Yaml.real(value));
    }
  }

  private static void rearrangements() {
    put(
        "reshape",
        Rearrangement.Reshape.class,
        "The same elements under another shape.",
        List.of(Setting.needed("shape", Setting.Type.SHAPE, "the new shape")),
        f -> new Rearrangement.Reshape(f.shape("shape")),
        (o, to) -> to.put("shape", Sizes.text(o.target())));
    put(
        "transpose",
        Rearrangement.Transpose.class,
        "The axes in another order.",
        List.of(
            Setting.needed("order", Setting.Type.WHOLES, "for each result axis, the data's axis")),
        f -> new Rearrangement.Transpose(f.wholes("order", 0, Limits.MOST_AXES)),
        (o, to) -> to.put("order", o.order().toString()));
    put(
        "select",
        Rearrangement.Select.class,
        "Part of the elements, or a change of size whose result is stated.",
        List.of(
            Setting.word("kind", true, Words.of(Rearrangement.Select.Kind.values()), "which"),
            Setting.needed("body", Setting.Type.BODY, BODY),
            Setting.needed("shape", Setting.Type.SHAPE, "the resulting shape")),
        f ->
            new Rearrangement.Select(
                f.word("kind", Rearrangement.Select.Kind.values()),
                BodyFormat.read(f, "body"),
                f.shape("shape")),
        (o, to) -> {
          to.put("kind", Words.of(o.kind()));
          to.put("body", BodyFormat.text(o.body()));
          to.put("shape", Sizes.text(o.result()));
        });
    put(
        "pool",
        Rearrangement.Pool.class,
        "A summary over sliding windows.",
        List.of(
            Setting.word("kind", true, Words.of(Rearrangement.Summary.values()), "the summary"),
            Setting.needed("kernel", Setting.Type.WHOLES, "sides of the window"),
            Setting.needed("strides", Setting.Type.WHOLES, "step for each spatial axis"),
            Setting.optional("pads-begin", Setting.Type.WHOLES, "padding before each; default 0"),
            Setting.optional("pads-end", Setting.Type.WHOLES, "after each; default as before"),
            Setting.optional("dilations", Setting.Type.WHOLES, "spacing of the taps; default 1"),
            Setting.optional(
                "round-up", Setting.Type.FLAG, "whether a partial window counts; default false"),
            Setting.optional(
                "count-padding",
                Setting.Type.FLAG,
                "whether a mean counts the padding among its elements; default false"),
            Setting.optional("power", Setting.Type.REAL, "p of the p-norm, for l2; default 2")),
        OperationFormat::pool,
        (o, to) -> {
          to.put("kind", Words.of(o.kind()));
          to.put("kernel", o.kernel().toString());
          to.put("strides", o.strides().toString());
          putUnlessAll(to, "pads-begin", o.padsBegin(), 0);
          if (!o.padsEnd().equals(o.padsBegin())) {
            to.put("pads-end", o.padsEnd().toString());
          }
          putUnlessAll(to, "dilations", o.dilations(), 1);
          if (o.roundUp()) {
            to.put("round-up", "true");
          }
          if (o.countPadding()) {
            to.put("count-padding", "true");
          }
          putUnless(to, "power", o.power(), 2);
        });
    put(
        "reduce",
        Rearrangement.Reduce.class,
        "A summary over whole axes.",
        List.of(
            Setting.word("kind", true, Words.of(Rearrangement.Summary.values()), "the summary"),
            Setting.optional("axes", Setting.Type.WHOLES, "which, from 0; default all"),
            Setting.optional(
                "keep-axes", Setting.Type.FLAG, "whether they stay with size 1; default false")),
        f ->
            new Rearrangement.Reduce(
                f.word("kind", Rearrangement.Summary.values()),
                f.wholes("axes", 0, Limits.MOST_AXES),
                f.flag("keep-axes", false)),
        (o, to) -> {
          to.put("kind", Words.of(o.kind()));
          if (!o.axes().isEmpty()) {
            to.put("axes", o.axes().toString());
          }
          if (o.keepAxes()) {
            to.put("keep-axes", "true");
          }
        });
  }

  private static Rearrangement.Pool pool(Fields f) {
    List<Integer> kernel = f.wholes("kernel", -1, 1, LARGE);
    int axes = kernel.size();
    List<Integer> begin = f.wholes("pads-begin", 0, axes, -LARGE, LARGE);
    return new Rearrangement.Pool(
        f.word("kind", Rearrangement.Summary.values()),
        kernel,
        f.wholes("strides", axes, 1, LARGE),
        begin,
        f.given("pads-end") ? f.wholes("pads-end", axes, -LARGE, LARGE) : begin,
        f.wholes("dilations", 1, axes, 1, LARGE),
        f.flag("round-up", false),
        f.flag("count-padding", false),
        f.real("power", 2));
  }
}
