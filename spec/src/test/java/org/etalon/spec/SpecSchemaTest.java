package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.etalon.family.ModelReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schema says of layers and operations what the code does. */
class SpecSchemaTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema(), InputFormat.JSON);

  static List<String> examples() {
    return DocsTest.examples();
  }

  @Test
  void publishedSchemasAreTheCodes() throws IOException {
    Docs.requireFile(Docs.FOLDER.resolve("spec.schema.json"), schema());
    Path resource = Docs.FOLDER.resolveSibling("spec/src/main/resources/org/etalon/spec");
    Docs.requireFile(resource.resolve("spec.schema.json"), schema());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesOfTheDocumentationFollowTheSchema(String text) {
    assertThat(SCHEMA.validate(text, InputFormat.YAML)).isEmpty();
  }

  @Test
  void writtenSpecsFollowTheSchema() throws IOException {
    for (String reference :
        List.of("resnet-18", "vit:depth=1", "gpt:depth=1", "resnet:blocks=1,layerscale=1e-6")) {
      StringWriter text = new StringWriter();
      SpecWriter.write(ModelReference.parse(reference).graph(), reference, text);
      assertThat(SCHEMA.validate(text.toString(), InputFormat.YAML)).as(reference).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input: [4]\nlayers: [relu]",
        "etalon: 2\ninput: [4]\nlayers: [relu]",
        "etalon: 1\ninput: [4]\nlayers: []",
        "etalon: 1\ninput: [4]\nlayers: [rleu]",
        "etalon: 1\ninput: [4]\nlayers: [linear]",
        "etalon: 1\ninput: [4]\nlayers: [{linear: 4, biass: true}]",
        "etalon: 1\ninput: [4]\nlayers: [{linear: 4.5}]",
        "etalon: 1\ninput: [4]\nlayers: [{linear: 4, out: 4}]",
        "etalon: 1\ninput: [4]\nlayers: [{linear: 4, bias: }]",
        "etalon: 1\ninput: [4]\nlayers: [{relu: 4, of: 3}]",
        "etalon: 1\ninput: [4]\nlayers: [{op: conv, name: a}]",
        "etalon: 1\ninput: [4]\nnodes: [{op: dropout, name: a, of: input}]",
        "etalon: 1\ninput: [4]\nlayers: [relu]\nnodes: [{op: add, name: a, of: input}]"
      })
  void whatTheSchemaRefusesTheReaderRefuses(String text) {
    assertThat(SCHEMA.validate(text, InputFormat.YAML)).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> SpecReader.parse(text, "spec"))
        .isInstanceOf(org.etalon.graph.InputException.class);
  }

  private static String schema() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$id", "https://etalon.org/spec.schema.json");
    root.put("title", "Etalon architecture spec");
    root.put("description", "Format 1, described in docs/spec.md.");
    root.put("type", "object");
    root.putArray("required").add("etalon");
    root.put("additionalProperties", false);
    ObjectNode keys = root.putObject("properties");
    keys.putObject("etalon").put("const", 1).put("description", "Version of the format.");
    keys.putObject("name").put("type", "string").put("description", "What to call the model.");
    ObjectNode let = keys.putObject("let");
    let.put("type", "object").put("description", "Numbers by name, written $name.");
    let.putObject("propertyNames").put("pattern", "^" + Variables.NAME.pattern() + "$");
    let.putObject("additionalProperties").put("$ref", "#/$defs/number");
    keys.putObject("input").put("$ref", "#/$defs/input");
    keys.putObject("inputs").put("type", "array").putObject("items").put("$ref", "#/$defs/input");
    keys.set("layers", layers().put("description", "Layers, each taking the one before it."));
    ObjectNode nodes = keys.putObject("nodes");
    nodes.put("type", "array").put("minItems", 1);
    nodes.put("description", "Nodes with all their operands.");
    nodes.putObject("items").put("$ref", "#/$defs/layer");
    keys.putObject("output")
        .put("type", "string")
        .put("description", "The value analysed; default: the last.");
    ArrayNode either = root.putArray("oneOf");
    either.addObject().putArray("required").add("layers");
    either.addObject().putArray("required").add("nodes");
    ObjectNode not = root.putObject("not");
    not.putArray("required").add("input").add("inputs");
    definitions(root.putObject("$defs"));
    return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
  }

  private static ObjectNode layers() {
    ObjectNode list = MAPPER.createObjectNode();
    list.put("type", "array").put("minItems", 1);
    list.putObject("items").put("$ref", "#/$defs/layer");
    return list;
  }

  private static void definitions(ObjectNode to) {
    ArrayNode whole = to.putObject("whole").putArray("anyOf");
    whole.addObject().put("type", "integer");
    whole.addObject().put("type", "string").put("pattern", "^" + Variables.PRODUCT.pattern() + "$");
    ArrayNode number = to.putObject("number").putArray("anyOf");
    number.addObject().put("type", "number");
    number
        .addObject()
        .put("type", "string")
        .put("pattern", "^" + Variables.PRODUCT.pattern() + "$");
    ArrayNode real = to.putObject("real").putArray("anyOf");
    real.addObject().put("type", "number");
    real.addObject()
        .put("type", "string")
        .put("pattern", "^(inf|-inf|nan|\\$" + Variables.NAME.pattern() + ")$");
    ArrayNode wholes = to.putObject("wholes").putArray("anyOf");
    wholes.addObject().put("$ref", "#/$defs/whole");
    wholes.addObject().put("type", "array").putObject("items").put("$ref", "#/$defs/whole");
    to.putObject("word").putArray("type").add("string").add("number").add("boolean");
    ArrayNode names = to.putObject("names").putArray("anyOf");
    names.addObject().put("$ref", "#/$defs/word");
    names.addObject().put("type", "array").putObject("items").put("$ref", "#/$defs/word");
    ArrayNode shape = to.putObject("shape").putArray("anyOf");
    ObjectNode sizes = shape.addObject().put("type", "array");
    sizes.putObject("items").putArray("type").add("integer").add("string");
    to.putObject("size").putArray("type").add("integer").add("string");
    body(to.putObject("body"));
    shape.addObject().put("const", "unknown");
    ArrayNode input = to.putObject("input").putArray("anyOf");
    input.addObject().put("$ref", "#/$defs/shape");
    ObjectNode named = object(input.addObject());
    settings(named, OperationFormat.byId("", "input").settings(), "");
    named.withObject("/properties").putObject("name").put("$ref", "#/$defs/word");
    ArrayNode layer = to.putObject("layer").putArray("anyOf");
    ArrayNode plain = layer.addObject().putArray("enum");
    for (LayerType type : LayerType.all()) {
      if (type.settings().stream().noneMatch(Setting::required)) {
        plain.add(type.id());
      }
    }
    for (LayerType type : LayerType.all()) {
      ObjectNode brief = object(layer.addObject().put("description", type.doc()));
      ArrayNode required = brief.putArray("required").add(type.id());
      settings(brief, type.settings(), type.main().orElse(""));
      settings(required, type, true);
      ObjectNode main = brief.withObject("/properties").putObject(type.id());
      Setting setting =
          type.settings().stream()
              .filter(s -> s.key().equals(type.main().orElse("")))
              .findFirst()
              .orElse(null);
      if (setting == null) {
        main.put("type", "null");
      } else if (setting.required()) {
        value(main, setting);
      } else {
        ArrayNode any = main.putArray("anyOf");
        value(any.addObject(), setting);
        any.addObject().put("type", "null");
      }
      general(brief, LayerType.GENERAL.subList(1, 3));
      ObjectNode full = object(layer.addObject().put("description", type.doc()));
      settings(full.putArray("required").add("type"), type, false);
      settings(full, type.settings(), "");
      full.withObject("/properties").putObject("type").put("const", type.id());
      general(full, LayerType.GENERAL.subList(1, 3));
    }
    for (OperationFormat format : OperationFormat.all()) {
      ObjectNode node = object(layer.addObject().put("description", format.doc()));
      ArrayNode required = node.putArray("required").add("op").add("name");
      format.settings().stream().filter(Setting::required).forEach(s -> required.add(s.key()));
      settings(node, format.settings(), "");
      node.withObject("/properties").putObject("op").put("const", format.id());
      general(node, OperationFormat.GENERAL.subList(1, 3));
    }
  }

  private static void body(ObjectNode body) {
    ObjectNode step = object(body.put("type", "array").put("minItems", 1).putObject("items"));
    step.putArray("required").add("call");
    ObjectNode keys = step.withObject("/properties");
    keys.putObject("call").put("type", "string");
    keys.putObject("of").put("type", "array").putObject("items").put("type", "integer");
    ArrayNode values =
        keys.putObject("settings")
            .put("type", "object")
            .putObject("additionalProperties")
            .putArray("anyOf");
    values.addObject().put("type", "string");
    values.addObject().put("type", "array").putObject("items").put("$ref", "#/$defs/size");
    ObjectNode real = object(values.addObject());
    real.putArray("required").add("real");
    real.withObject("/properties")
        .putObject("real")
        .put("type", "array")
        .putObject("items")
        .put("$ref", "#/$defs/real");
  }

  private static void settings(ArrayNode required, LayerType type, boolean brief) {
    for (Setting setting : type.settings()) {
      boolean main = setting.key().equals(type.main().orElse(""));
      if (setting.required() && !(brief && main)) {
        required.add(setting.key());
      }
    }
  }

  private static ObjectNode object(ObjectNode node) {
    node.put("type", "object").put("additionalProperties", false);
    node.putObject("properties");
    return node;
  }

  private static void general(ObjectNode node, List<String> keys) {
    for (String key : keys) {
      node.withObject("/properties")
          .putObject(key)
          .put("$ref", key.equals("name") ? "#/$defs/word" : "#/$defs/names");
    }
  }

  private static void settings(ObjectNode node, List<Setting> settings, String without) {
    for (Setting setting : settings) {
      if (!setting.key().equals(without)) {
        value(node.withObject("/properties").putObject(setting.key()), setting);
      }
    }
    if (without.isEmpty() && !node.has("required")) {
      ArrayNode required = node.putArray("required");
      settings.stream().filter(Setting::required).forEach(s -> required.add(s.key()));
    }
  }

  private static void value(ObjectNode to, Setting setting) {
    to.put("description", setting.doc());
    switch (setting.type()) {
      case WHOLE -> to.put("$ref", "#/$defs/whole");
      case WHOLES -> to.put("$ref", "#/$defs/wholes");
      case REAL -> to.put("$ref", "#/$defs/real");
      case REALS -> to.put("type", "array").putObject("items").put("$ref", "#/$defs/real");
      case FLAG -> to.put("type", "boolean");
      case WORD -> setting.words().forEach(to.withArray("/enum")::add);
      case TEXT -> to.put("$ref", "#/$defs/word");
      case NAMES -> to.put("$ref", "#/$defs/names");
      case SHAPE -> to.put("$ref", "#/$defs/shape");
      case LAYERS -> to.setAll(layers());
      case SIZES -> to.put("type", "array").putObject("items").put("$ref", "#/$defs/size");
      case BODY -> to.put("$ref", "#/$defs/body");
      case SERIES -> {
        to.put("type", "object");
        to.putObject("propertyNames").put("pattern", "^" + Variables.NAME.pattern() + "$");
        to.putObject("additionalProperties")
            .put("type", "array")
            .putObject("items")
            .put("$ref", "#/$defs/number");
      }
    }
  }
}
