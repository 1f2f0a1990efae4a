package org.etalon.depth;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;
import org.etalon.graph.Source;

/**
 * Every path of a small graph, written out, and THEORY §2 read off the list word for word: what the
 * recurrences are compared with.
 */
final class EnumeratedPaths {
  private final Graph graph;
  private final List<List<Node>> paths;

  EnumeratedPaths(Graph graph) {
    this.graph = graph;
    this.paths = to(graph.output());
  }

  /** All paths from an input to a node, both included. */
  private List<List<Node>> to(Node end) {
    List<List<Node>> found = new ArrayList<>();
    if (end.operation() instanceof Source.Input) {
      found.add(List.of(end));
    }
    for (Node from : graph.carriers(end)) {
      for (List<Node> path : to(from)) {
        List<Node> longer = new ArrayList<>(path);
        longer.add(end);
        found.add(longer);
      }
    }
    return found;
  }

  int count() {
    return paths.size();
  }

  BigInteger powerSum(int power) {
    BigInteger sum = BigInteger.ZERO;
    for (List<Node> path : paths) {
      sum = sum.add(BigInteger.valueOf(layers(path)).pow(power));
    }
    return sum;
  }

  private long layers(List<Node> path) {
    return path.stream().filter(graph::isLayer).count();
  }

  int minimalPath() {
    return paths.stream()
        .mapToInt(p -> (int) p.stream().filter(n -> graph.isLayer(n) || graph.isMerge(n)).count())
        .min()
        .orElse(0);
  }

  int longestPath() {
    return (int) paths.stream().mapToLong(this::layers).max().orElse(0);
  }

  Set<Node> members() {
    Set<Node> members = new LinkedHashSet<>();
    paths.forEach(members::addAll);
    return members;
  }

  private static Set<Node> common(List<List<Node>> paths) {
    Set<Node> common = new LinkedHashSet<>(paths.get(0));
    paths.forEach(common::retainAll);
    return common;
  }

  int updateUnits() {
    if (paths.isEmpty()) {
      return 0;
    }
    int units = 0;
    int opening = -1;
    for (Node separator : common(paths)) {
      int from = opening;
      boolean layer =
          members().stream()
              .anyMatch(
                  n -> n.index() > from && n.index() <= separator.index() && graph.isLayer(n));
      units += layer ? 1 : 0;
      opening = separator.index();
    }
    return units;
  }

  List<Node> merges() {
    return members().stream()
        .filter(graph::isMerge)
        .sorted((a, b) -> Integer.compare(a.index(), b.index()))
        .toList();
  }

  /** What lies between a merge and the last node that every path to it passes. */
  Set<Node> region(Node merge) {
    List<List<Node>> before = to(merge);
    List<Node> shared = new ArrayList<>(common(before));
    shared.remove(merge);
    Node top = shared.isEmpty() ? null : shared.get(shared.size() - 1);
    Set<Node> region = new LinkedHashSet<>();
    for (List<Node> path : before) {
      region.addAll(path.subList(path.indexOf(top) + 1, path.size() - 1));
    }
    return region;
  }
}
