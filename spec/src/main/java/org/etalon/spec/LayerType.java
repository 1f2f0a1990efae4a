package org.etalon.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Pointwise;

/**
 * A friendly layer of a spec: {@code relu}, or {@code {conv: 64, kernel: 3}}. It takes what stands
 * before it unless {@code from} says otherwise, and infers input sizes.
 *
 * @param id its word
 * @param main the setting that may be written behind the word itself, if there is one
 * @param settings its keys besides the general ones
 * @param doc what it is, in a sentence
 */
record LayerType(String id, Optional<String> main, List<Setting> settings, String doc) {
  /** Keys that every layer may have. */
  static final List<String> GENERAL = List.of("type", "name", "from");

  /** The setting of parameterised layers that shares their tensors. */
  private static final Setting TENSORS =
      Setting.optional(
          "params",
          Setting.Type.TEXT,
          "what the tensors' names start with; default: the layer's name");

  private static final Setting BIAS =
      Setting.optional("bias", Setting.Type.FLAG, "whether it has a bias; default true");
  private static final Setting EPSILON =
      Setting.optional("epsilon", Setting.Type.REAL, "added to the variance; default 1e-5");
  private static final Setting AFFINE =
      Setting.optional(
          "affine", Setting.Type.FLAG, "whether it learns gain and shift; default true");

  private static final Map<String, LayerType> BY_ID = new LinkedHashMap<>();

  static {
    put(
        "linear",
        "out",
        "Dense layer over the last axis.",
        needed("out", "output features"),
        BIAS,
        TENSORS,
        Setting.optional("weight", Setting.Type.TEXT, "name of the weight, to share it"),
        Setting.word(
            "layout",
            false,
            Words.of(Layer.Layout.values()),
            "order of the weight's axes; default out-in"));
    put(
        "conv",
        "out",
        "Convolution over all axes behind the channels.",
        needed("out", "output channels"),
        Setting.optional("kernel", Setting.Type.WHOLES, "sides; default 3"),
        Setting.optional("stride", Setting.Type.WHOLES, "step; default 1"),
        Setting.optional(
            "pad",
            Setting.Type.WHOLES,
            "padding on both sides; default: keeps the size at stride 1, and 0 where windows do not overlap (stride at least the kernel) or for transposed ones"),
        Setting.optional("dilation", Setting.Type.WHOLES, "spacing of the taps; default 1"),
        Setting.optional("groups", Setting.Type.WHOLE, "groups of channels; default 1"),
        Setting.word(
            "padding",
            false,
            Words.of(Layer.Padding.values()),
            "what the padding holds; default zeros"),
        Setting.optional(
            "transposed", Setting.Type.FLAG, "whether it is transposed; default false"),
        BIAS,
        TENSORS);
    put(
        "embedding",
        "entries",
        "Look-up of token identifiers.",
        needed("entries", "number of different tokens"),
        needed("width", "features of a token"),
        TENSORS,
        Setting.optional("weight", Setting.Type.TEXT, "name of the table, to share it"));
    put("position", "", "Adds a learned table with an entry for every position.", TENSORS);
    put("class-token", "", "Sets a learned token in front of the others.", TENSORS);
    put(
        "token",
        "index",
        "One position of axis 1.",
        Setting.optional("index", Setting.Type.WHOLE, "which, from 0; default 0"));
    put(
        "attention",
        "heads",
        "Self-attention with its projections, tensors named as PyTorch's MultiheadAttention.",
        needed("heads", "number of heads; divides the width"),
        Setting.optional(
            "kv-heads", Setting.Type.WHOLE, "heads of keys and values; default: heads"),
        Setting.optional(
            "causal", Setting.Type.FLAG, "whether later positions are hidden; default false"),
        Setting.optional(
            "rotary", Setting.Type.FLAG, "whether queries and keys are rotated; default false"),
        Setting.optional("dropout", Setting.Type.REAL, "rate on the attention weights; default 0"),
        Setting.optional(
            "packed",
            Setting.Type.FLAG,
            "whether queries, keys and values share one matrix; default: where kv-heads equals heads"),
        BIAS,
        TENSORS);
    put("batch-norm", "", "Batch norm over channels.", EPSILON, AFFINE, TENSORS);
    put("layer-norm", "", "Layer norm over the last axis.", EPSILON, AFFINE, BIAS, TENSORS);
    put("rms-norm", "", "Root-mean-square norm over the last axis.", EPSILON, AFFINE, TENSORS);
    put(
        "group-norm",
        "groups",
        "Group norm over channels.",
        needed("groups", "groups of channels"),
        EPSILON,
        AFFINE,
        TENSORS);
    put(
        "instance-norm",
        "",
        "Instance norm over channels.",
        EPSILON,
        Setting.optional(
            "affine", Setting.Type.FLAG, "whether it learns gain and shift; default false"),
        TENSORS);
    put(
        "scale",
        "initial",
        "Multiplies by a learned gain per channel: LayerScale.",
        Setting.optional("initial", Setting.Type.REAL, "value the gains start from; default 1e-6"),
        Setting.optional(
            "axis", Setting.Type.WHOLE, "axis of the channels; default 1 for images, else -1"),
        TENSORS);
    put("max-pool", "kernel", "Largest value of windows.", pool());
    put("avg-pool", "kernel", "Mean of windows.", pool());
    put(
        "global-pool",
        "",
        "Mean over all axes behind the channels.",
        Setting.optional(
            "keep", Setting.Type.FLAG, "whether the axes stay with size 1; default false"));
    put(
        "mean",
        "axis",
        "Mean over one axis.",
        Setting.needed("axis", Setting.Type.WHOLE, "which, from 0"));
    put("flatten", "", "All axes but the batch as one.");
    put(
        "reshape",
        "shape",
        "Another shape.",
        Setting.needed("shape", Setting.Type.SHAPE, "the new shape, batch included"));
    put(
        "transpose",
        "order",
        "The axes in another order.",
        Setting.needed("order", Setting.Type.WHOLES, "for each result axis, the data's axis"));
    put(
        "softmax",
        "axis",
        "Softmax.",
        Setting.optional("axis", Setting.Type.WHOLE, "along which axis; default -1"));
    put(
        "dropout",
        "rate",
        "Random zeroing while training.",
        Setting.optional("rate", Setting.Type.REAL, "share that is zeroed; default 0.5"));
    put("add", "", "Sum of the values in from.");
    put("multiply", "", "Product of the values in from.");
    put(
        "concat",
        "axis",
        "The values in from side by side.",
        Setting.optional("axis", Setting.Type.WHOLE, "along which axis; default 1"));
    put("matmul", "", "Matrix product of the two values in from.");
    for (Pointwise.Function function : Pointwise.Function.values()) {
      if (function != Pointwise.Function.HARDMAX && function != Pointwise.Function.PRELU) {
        String usual =
            function == Pointwise.Function.CLIP
                ? "largest value, 0 the smallest; default 6"
                : "its setting, where it has one";
        put(
            Words.of(function),
            "parameter",
            "Nonlinearity.",
            Setting.optional("parameter", Setting.Type.REAL, usual));
      }
    }
    put(
        "prelu",
        "initial",
        "LeakyReLU with a learned slope.",
        Setting.optional("initial", Setting.Type.REAL, "slope it starts from; default 0.25"),
        TENSORS);
    put("block", "layers", "Layers under one name.", layers("layers", true, "its layers"));
    put(
        "residual",
        "layers",
        "Adds the result of its layers to what they started from.",
        layers("layers", true, "the branch"),
        layers(
            "shortcut",
            false,
            "layers of the shortcut, used only where the branch changes the shape"));
    put(
        "repeat",
        "times",
        "Its layers, several times.",
        needed("times", "how often"),
        layers("layers", true, "what is repeated"),
        Setting.optional(
            "with",
            Setting.Type.SERIES,
            "lists of as many numbers, by variable: {width: [64, 128]} makes $width 64, then 128"));
  }

  /** Copies the list. */
  LayerType {
    settings = List.copyOf(settings);
  }

  private static void put(String id, String main, String doc, Setting... settings) {
    BY_ID.put(
        id,
        new LayerType(
            id, main.isEmpty() ? Optional.empty() : Optional.of(main), List.of(settings), doc));
  }

  private static Setting needed(String key, String doc) {
    return Setting.needed(key, Setting.Type.WHOLE, doc);
  }

  private static Setting layers(String key, boolean required, String doc) {
    return new Setting(key, Setting.Type.LAYERS, required, List.of(), doc);
  }

  private static Setting[] pool() {
    return new Setting[] {
      Setting.needed("kernel", Setting.Type.WHOLES, "sides of the window"),
      Setting.optional("stride", Setting.Type.WHOLES, "step; default: the kernel"),
      Setting.optional("pad", Setting.Type.WHOLES, "padding on both sides; default 0"),
      Setting.optional("dilation", Setting.Type.WHOLES, "spacing of the taps; default 1"),
      Setting.optional(
          "round-up", Setting.Type.FLAG, "whether a partial window counts; default false"),
      Setting.optional(
          "count-padding", Setting.Type.FLAG, "whether a mean counts the padding; default false")
    };
  }

  /** Every type, related ones together. */
  static List<LayerType> all() {
    return List.copyOf(BY_ID.values());
  }

  /** Whether a word names a type. */
  static boolean exists(String id) {
    return BY_ID.containsKey(id);
  }

  /** The type of that word. */
  static LayerType byId(String where, String id) {
    LayerType type = BY_ID.get(id);
    if (type == null) {
      throw unknown(where, List.of(id));
    }
    return type;
  }

  /** The complaint that none of these words names a type. */
  static InputException unknown(String where, List<String> words) {
    for (String word : words) {
      if (org.etalon.graph.Spelling.nearest(word, BY_ID.keySet()).isPresent()) {
        return new InputException(
            where,
            "unknown layer '" + DocumentLimits.shorten(word) + "'",
            Words.known(word, BY_ID.keySet()));
      }
    }
    String given =
        words.isEmpty() ? "nothing" : "'" + DocumentLimits.shorten(String.join(", ", words)) + "'";
    return new InputException(
        where, "names no layer (" + given + ")", "known: " + String.join(", ", BY_ID.keySet()));
  }

  /** Every key, for schemas. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(GENERAL);
    Stream.of(settings).flatMap(List::stream).map(Setting::key).forEach(keys::add);
    return keys;
  }
}
