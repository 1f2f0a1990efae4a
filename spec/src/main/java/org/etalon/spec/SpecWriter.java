package org.etalon.spec;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;
import org.etalon.tensor.Network;

/**
 * Writes any graph as an Etalon spec in YAML, one node a line. {@link SpecReader} makes the same
 * nodes, shapes and parameters of it.
 */
public final class SpecWriter {
  private SpecWriter() {}

  /**
   * Writes a network.
   *
   * @throws IOException if the writer fails
   */
  public static void write(Network network, Writer to) throws IOException {
    write(network.graph(), network.reference(), to);
  }

  /**
   * Writes a graph.
   *
   * @param name what to call it; may be empty
   * @throws IOException if the writer fails
   */
  public static void write(Graph graph, String name, Writer to) throws IOException {
    to.write("etalon: 1\n");
    if (!name.isEmpty()) {
      String shown = name.length() > 1_000 ? name.substring(0, 1_000) : name;
      to.write("name: " + Yaml.quoted(shown) + "\n");
    }
    to.write("nodes:\n");
    for (Node node : graph.nodes()) {
      OperationFormat format = OperationFormat.of(node.operation());
      List<String> entries = new ArrayList<>();
      entries.add("op: " + format.id());
      entries.add("name: " + Yaml.quoted(node.name()));
      if (!node.operands().isEmpty()) {
        entries.add("of: " + operands(node));
      }
      for (Map.Entry<String, String> setting : format.write(node.operation()).entrySet()) {
        entries.add(setting.getKey() + ": " + setting.getValue());
      }
      to.write("  - {" + String.join(", ", entries) + "}\n");
    }
    to.write("output: " + Yaml.quoted(graph.output().name()) + "\n");
  }

  private static String operands(Node node) {
    if (node.operands().size() == 1) {
      return Yaml.quoted(node.operands().get(0).name());
    }
    return Yaml.list(node.operands().stream().map(o -> Yaml.quoted(o.name())).toList());
  }
}
