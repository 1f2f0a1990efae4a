package org.etalon.export;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.tensor.Network;

/** A model whose names try to break out of the files they are written to. */
final class HostileModel {
  /** Ends of literals and comments, escapes, line ends, other scripts, what no encoding has. */
  static final List<String> NAMES =
      List.of(
          "plain.weight",
          "quote\".weight",
          "single'.weight",
          "\"\"\".weight",
          "back\\slash\\",
          "\\u0022.weight",
          "\\\\u000a.weight",
          "line\nbreak\r.weight",
          "*/ // # {}.weight",
          "{name}%s$1.weight",
          "tab\t\0\b\u0085\u2028\u2029.weight",
          "ключ.重み.🧪",
          "lone\ud800surrogate",
          "import os  ; os.abort()",
          "__proto__");

  private HostileModel() {}

  /** A deep linear network with these names, planned from itself. */
  static TransferPlan plan(List<String> names) {
    Network network = network(names);
    return Transfer.plan(TransferRequest.of(network, network, 0.1));
  }

  private static Network network(List<String> names) {
    GraphBuilder graph = new GraphBuilder();
    Node at = graph.input("data", Source.Element.REAL, Shape.of(2, 3));
    int layer = 0;
    for (String name : names) {
      Node weight = graph.parameter(name, 3, 3);
      at = graph.add("node " + layer++, new Layer.Linear(Layer.Layout.OUT_IN), at, weight);
    }
    return Network.of("x\"\"\"\n'; import os # */ \\u000a", "test", graph.build(at), List.of());
  }

  /** More ordinary names than one method of Java can hold. */
  static List<String> many() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      names.add("blocks." + i + ".weight");
    }
    return names;
  }
}
