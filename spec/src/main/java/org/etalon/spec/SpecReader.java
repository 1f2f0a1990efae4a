package org.etalon.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.document.DocumentLimits;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;

/**
 * Reads Etalon's architecture specs, YAML or JSON. The format is described in {@code docs/spec.md}
 * and, for editors, in {@code docs/spec.schema.json}.
 */
public final class SpecReader {
  /** The key that makes a file a spec; its value is the format's version. */
  static final String MARK = "etalon";

  static final List<String> KEYS =
      List.of(MARK, "name", "let", "input", "inputs", "layers", "nodes", "output");

  private static final int MOST_INPUTS = 1_000;

  private SpecReader() {}

  /**
   * Reads and analyses a model.
   *
   * @param file the spec
   * @param reference how the user named the model
   * @throws InputException if no honest answer can be given; the message names file, line and key
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
   * Reads and analyses a spec that is not in a file.
   *
   * @param text YAML, or JSON where it starts with a brace
   * @param reference what to call the model
   * @throws InputException as {@link #read(Path, String)}
   */
  public static Network parse(String text, String reference) {
    return network(DocumentReader.parse(text, text.stripLeading().startsWith("{")), reference);
  }

  static Network network(Value root, String reference) {
    return Network.of(reference, "spec", graph(root), List.of());
  }

  /** Whether a file's content is a spec. */
  static boolean looksLikeSpec(Value root) {
    return root instanceof Value.Mapping map && map.has(MARK);
  }

  static Graph graph(Value root) {
    if (!(root instanceof Value.Mapping map)) {
      throw new InputException(
          "line " + root.line(),
          "is " + root.describe() + ", expected a mapping that starts with 'etalon: 1'",
          "see docs/spec.md for examples");
    }
    requireVersion(map);
    for (var entry : map.entries().entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        throw Fields.unknownKey("spec", entry.getKey(), entry.getValue().line(), KEYS);
      }
    }
    Variables variables = variables(map);
    Modules net = new Modules();
    LayerBuilder layers = new LayerBuilder(net);
    List<Node> inputs = inputs(map, variables, net, layers);
    boolean plain = map.has("nodes");
    if (plain == map.has("layers")) {
      throw new InputException(
          "line " + map.line(),
          plain ? "has both 'nodes' and 'layers'" : "has neither 'layers' nor 'nodes'",
          "give one of the two");
    }
    String key = plain ? "nodes" : "layers";
    if (!(map.get(key) instanceof Value.Sequence list) || list.items().isEmpty()) {
      throw new InputException(
          "line " + map.line() + ", " + key, "is no list of layers", "give at least one");
    }
    Node last = layers.build(list.items(), inputs.size() == 1 ? inputs.get(0) : null, variables);
    Node output = output(map, last, layers);
    try {
      return net.build(output);
    } catch (InputException problem) {
      throw layers.located(problem);
    }
  }

  private static void requireVersion(Value.Mapping map) {
    Value version = map.get(MARK);
    if (version == null) {
      throw new InputException(
          "line " + map.line(),
          "does not start with 'etalon: 1', so it is no architecture spec",
          "add that line, or see docs/spec.md");
    }
    if (!(version instanceof Value.Scalar scalar) || !scalar.text().equals("1")) {
      throw new InputException(
          "line " + version.line() + ", etalon",
          "is " + version.describe() + ", but this version of Etalon reads format 1",
          "write 'etalon: 1', or use a newer Etalon");
    }
  }

  private static Variables variables(Value.Mapping map) {
    Value let = map.get("let");
    if (let == null) {
      return Variables.none();
    }
    if (!(let instanceof Value.Mapping numbers)) {
      throw new InputException(
          "line " + let.line() + ", let", "is no mapping", "write let: {width: 64}");
    }
    Map<String, Number> values = new HashMap<>();
    Variables variables = Variables.none();
    for (var entry : numbers.entries().entrySet()) {
      String where =
          "line " + entry.getValue().line() + ", let." + DocumentLimits.shorten(entry.getKey());
      requireVariableName(where, entry.getKey());
      values.put(entry.getKey(), number(where, entry.getValue(), variables));
      variables = variables.with(values);
      if (values.size() > 1_000) {
        throw new InputException(where, "is past 1000 variables", "define fewer");
      }
    }
    return variables;
  }

  static void requireVariableName(String where, String name) {
    if (!Variables.NAME.matcher(name).matches() || name.length() > 64) {
      throw new InputException(
          where, "is no name for a variable", "use letters, digits and underscores");
    }
  }

  /** A number, or a product of earlier ones. */
  static Number number(String where, Value value, Variables variables) {
    if (value instanceof Value.Scalar scalar) {
      try {
        switch (scalar.kind()) {
          case WHOLE -> {
            return Long.parseLong(scalar.text());
          }
          case REAL -> {
            return Double.parseDouble(scalar.text());
          }
          case TEXT -> {
            if (Variables.isProduct(scalar.text())) {
              return variables.whole(where, scalar.text());
            }
          }
          default -> {}
        }
      } catch (NumberFormatException tooLong) {
        throw new InputException(where, "is beyond 63 bits", "give a smaller number");
      }
    }
    throw new InputException(where, "is " + value.describe() + ", expected a number", "correct it");
  }

  private static List<Node> inputs(
      Value.Mapping map, Variables variables, Modules net, LayerBuilder layers) {
    List<Node> nodes = new ArrayList<>();
    if (map.has("input") && map.has("inputs")) {
      throw new InputException(
          "line " + map.line(), "has both 'input' and 'inputs'", "give one of the two");
    }
    Value one = map.get("input");
    Value several = map.get("inputs");
    if (one != null) {
      nodes.add(input(one, variables, net, layers));
    } else if (several instanceof Value.Sequence list && list.items().size() <= MOST_INPUTS) {
      for (Value value : list.items()) {
        nodes.add(input(value, variables, net, layers));
      }
    } else if (several != null) {
      throw new InputException(
          "line " + several.line() + ", inputs", "is no list of inputs", "see docs/spec.md");
    }
    return nodes;
  }

  private static Node input(Value value, Variables variables, Modules net, LayerBuilder layers) {
    String where = "line " + value.line() + ", input";
    String name = "input";
    Source.Element element = Source.Element.REAL;
    Shape shape;
    if (value instanceof Value.Sequence list) {
      shape = Fields.shape(where, list, variables);
    } else if (value instanceof Value.Mapping map) {
      Fields fields =
          new Fields(
              "input",
              map,
              variables,
              OperationFormat.byId(where, "input").settings(),
              List.of("name"));
      name = fields.name("name", name);
      element = fields.word("element", Source.Element.values(), element);
      shape = fields.shape("shape");
    } else {
      throw new InputException(
          where,
          "is " + value.describe() + ", expected a shape such as [batch, 3, 224, 224]",
          "or write {name: image, shape: [batch, 3, 224, 224]}");
    }
    Node node = net.input(name, element, shape);
    layers.define(name, node);
    return node;
  }

  private static Node output(Value.Mapping map, @Nullable Node last, LayerBuilder layers) {
    Value output = map.get("output");
    if (output == null) {
      if (last == null) {
        throw new InputException("line " + map.line(), "makes no value", "add layers");
      }
      return last;
    }
    String where = "line " + output.line() + ", output";
    if (!(output instanceof Value.Scalar scalar)) {
      throw new InputException(where, "is no name", "name a layer");
    }
    Node node = layers.named(scalar.text());
    if (node == null) {
      throw new InputException(
          where,
          "no value is named '" + DocumentLimits.shorten(scalar.text()) + "'",
          "name a layer");
    }
    return node;
  }
}
