package org.etalon.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.etalon.document.DocumentLimits;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.Finding;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;

/**
 * Reads Hugging Face {@code config.json} files of the model types in {@code docs/huggingface.md}.
 * Names and shapes of tensors are those of transformers' PyTorch models.
 */
public final class HuggingFaceReader {
  private static final List<ConfigModel> MODELS =
      List.of(
          new Gpt2Config(),
          new LlamaConfig(),
          new BertConfig(),
          new VitConfig(),
          new ResNetConfig(),
          new ConvNextConfig());

  private HuggingFaceReader() {}

  /**
   * Reads and analyses a model.
   *
   * @param file the config
   * @param reference how the user named the model
   * @throws InputException if no honest answer can be given; the message names file, line and field
   */
  public static Network read(Path file, String reference) {
    Value root = DocumentReader.read(file);
    try {
      return network(root, reference);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  /**
   * Reads and analyses a config that is not in a file.
   *
   * @param text JSON
   * @param reference what to call the model
   * @throws InputException as {@link #read}
   */
  public static Network parse(String text, String reference) {
    return network(DocumentReader.parse(text, true), reference);
  }

  /** The model types that can be read. */
  public static List<String> types() {
    return MODELS.stream().map(ConfigModel::type).toList();
  }

  static List<ConfigModel> models() {
    return MODELS;
  }

  /** Whether a file's content is a config. */
  static boolean looksLikeConfig(Value root) {
    return root instanceof Value.Mapping map
        && !map.has(SpecReader.MARK)
        && (map.has("model_type") || map.has("architectures"));
  }

  static Network network(Value root, String reference) {
    if (!(root instanceof Value.Mapping map)) {
      throw new InputException(
          "line " + root.line(), "is " + root.describe() + ", expected a mapping", "give a config");
    }
    List<Finding> findings = new ArrayList<>();
    Config config = new Config(map, findings);
    String architecture = architecture(map, config);
    ConfigModel model = model(map, config, architecture);
    if (architecture == null) {
      architecture = model.architectures().get(0);
      config.note("architectures", "not given; built as " + architecture);
    } else if (!model.architectures().contains(architecture)) {
      throw new InputException(
          config.where("architectures"),
          "'"
              + DocumentLimits.shorten(architecture)
              + "' is not built for the model type "
              + model.type(),
          Words.known(architecture, model.architectures()));
    }
    requirePlain(config);
    Graph graph = model.build(config, architecture);
    config.noteDefaults();
    return Network.of(reference, "huggingface", graph, findings);
  }

  private static @Nullable String architecture(Value.Mapping map, Config config) {
    if (!config.given("architectures")) {
      return null;
    }
    if (map.get("architectures") instanceof Value.Sequence list
        && !list.items().isEmpty()
        && list.items().get(0) instanceof Value.Scalar first
        && first.is(Value.Kind.TEXT)) {
      if (list.items().size() > 1) {
        config.note("architectures", "names several; the first is built");
      }
      return first.text();
    }
    throw new InputException(
        config.where("architectures"),
        "is no list of class names",
        "give one, such as [\"GPT2LMHeadModel\"], or drop the field");
  }

  private static ConfigModel model(
      Value.Mapping map, Config config, @Nullable String architecture) {
    if (!config.given("model_type")) {
      for (ConfigModel model : MODELS) {
        if (architecture != null && model.architectures().contains(architecture)) {
          return model;
        }
      }
      throw new InputException(
          "model_type", "is missing", "add it; known: " + String.join(", ", types()));
    }
    String type = map.get("model_type") instanceof Value.Scalar scalar ? scalar.text() : "";
    for (ConfigModel model : MODELS) {
      if (model.type().equals(type)) {
        return model;
      }
    }
    throw new InputException(
        config.where("model_type"),
        "'" + DocumentLimits.shorten(type) + "' is a model type that Etalon does not read",
        Words.known(type, types()) + "; or export the model to ONNX");
  }

  private static void requirePlain(Config config) {
    config.requireAbsent("quantization_config", "quantised weights");
    config.requireAbsent("quantization", "quantised weights");
    config.requireAbsent("num_local_experts", "a mixture of experts");
    config.requireAbsent("num_experts", "a mixture of experts");
    config.requireAbsent("n_routed_experts", "a mixture of experts");
    config.requireAbsent("moe", "a mixture of experts");
    config.requireAbsent("is_encoder_decoder", "an encoder with a decoder");
    config.requireAbsent("add_cross_attention", "cross-attention");
    config.requireAbsent("pruned_heads", "pruned heads");
  }
}
