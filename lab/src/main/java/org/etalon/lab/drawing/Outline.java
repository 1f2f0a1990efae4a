package org.etalon.lab.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.etalon.depth.MinimalPath;
import org.etalon.depth.PathGraph;
import org.etalon.depth.UpdateUnits;
import org.etalon.graph.Layer;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;

/**
 * A network reduced to what depth depends on: inputs, layers, merges and other joins. What only
 * follows one of them, such as an activation, is written into it.
 *
 * @param parts in topological order
 * @param units how many update units there are
 */
record Outline(List<Part> parts, int units) {
  /** What a part is drawn as. */
  enum Kind {
    INPUT,
    LAYER,
    MERGE,
    JOIN,
    OTHER
  }

  /**
   * A part.
   *
   * @param kind what it is
   * @param label its main line
   * @param before what happens to its value first
   * @param after what happens to its result
   * @param unit number of its update unit from 0; −1 for inputs and for what follows the last unit
   * @param from the parts its values come from, ascending
   * @param pathFrom the part before it on the shortest path; −1 where it is the first, −2 where it
   *     does not lie on it
   */
  record Part(
      Kind kind,
      String label,
      List<String> before,
      List<String> after,
      int unit,
      List<Integer> from,
      int pathFrom) {
    Part {
      before = List.copyOf(before);
      after = List.copyOf(after);
      from = List.copyOf(from);
    }
  }

  /** Off the shortest path. */
  static final int OFF = -2;

  Outline {
    parts = List.copyOf(parts);
  }

  /** The outline of a network; linear in its size. */
  static Outline of(PathGraph graph) {
    return new Reduction(graph).outline();
  }

  /** The work, on arrays by node number. */
  private static final class Reduction {
    private final PathGraph graph;
    private final int[][] from;
    private final int[] followers;
    private final int[] onlyFollower;

    /** The node into which each is written; itself where it is a part. */
    private final int[] into;

    private final List<List<String>> before = new ArrayList<>();
    private final List<List<String>> after = new ArrayList<>();

    Reduction(PathGraph graph) {
      this.graph = graph;
      int size = graph.size();
      from = new int[size][];
      followers = new int[size];
      onlyFollower = new int[size];
      into = new int[size];
      for (int i = 0; i < size; i++) {
        from[i] =
            Arrays.stream(graph.graph().carrierIndices(graph.node(i)))
                .map(index -> graph.position(graph.graph().nodes().get(index)))
                .distinct()
                .sorted()
                .toArray();
        for (int p : from[i]) {
          followers[p]++;
          onlyFollower[p] = i;
        }
        into[i] = i;
        before.add(new ArrayList<>());
        after.add(new ArrayList<>());
      }
    }

    Outline outline() {
      for (int i = 0; i < graph.size(); i++) {
        if (isPlain(i) && followers[from[i][0]] == 1) {
          int part = into[from[i][0]];
          Optional<String> word = Labels.other(graph.node(i));
          if (word.isEmpty() || belongs(graph.node(i).operation(), part)) {
            into[i] = part;
            word.ifPresent(after.get(part)::add);
          }
        }
      }
      // A norm that opens a branch is written into the branch's first layer.
      for (int i = graph.size() - 1; i >= 0; i--) {
        if (into[i] == i && isPlain(i)) {
          int end = i;
          while (followers[end] == 1 && into[onlyFollower[end]] == i) {
            end = onlyFollower[end];
          }
          if (followers[end] == 1 && graph.isLayer(onlyFollower[end])) {
            writeBefore(i, onlyFollower[end]);
          }
        }
      }
      return new Outline(parts(), UpdateUnits.of(graph).count());
    }

    /**
     * Whether an operation is told of as the end of a part, rather than as the beginning of the
     * next: else the last of equal blocks would differ from the others by the final norm.
     */
    private boolean belongs(Operation operation, int part) {
      if (operation instanceof Rearrangement || graph.node(part).operation() instanceof Source) {
        return false;
      }
      return !graph.isMerge(part) || operation instanceof Pointwise.Activation;
    }

    private void writeBefore(int start, int layer) {
      List<String> words = new ArrayList<>();
      Labels.other(graph.node(start)).ifPresent(words::add);
      words.addAll(after.get(start));
      before.get(layer).addAll(0, words);
      into[start] = layer;
    }

    private boolean isPlain(int i) {
      return from[i].length == 1 && !graph.isLayer(i) && !graph.isMerge(i);
    }

    /** The part of a node: a chain of at most two steps, since a layer is its own. */
    private int part(int i) {
      return into[into[i]];
    }

    private List<Part> parts() {
      int[] number = new int[graph.size()];
      int count = 0;
      for (int i = 0; i < graph.size(); i++) {
        if (into[i] == i) {
          number[i] = count++;
        }
      }
      int[] pathFrom = pathFrom();
      List<Set<Integer>> sources = new ArrayList<>(Collections.nCopies(graph.size(), Set.of()));
      for (int i = 0; i < graph.size(); i++) {
        int own = part(i);
        for (int p : from[i]) {
          if (part(p) != own) {
            if (sources.get(own).isEmpty()) {
              sources.set(own, new TreeSet<>());
            }
            sources.get(own).add(number[part(p)]);
          }
        }
      }
      List<Integer> ends = UpdateUnits.of(graph).ends();
      List<Part> parts = new ArrayList<>();
      int unit = 0;
      for (int i = 0; i < graph.size(); i++) {
        while (unit < ends.size() && ends.get(unit) < i) {
          unit++;
        }
        if (into[i] == i) {
          Kind kind = kind(i);
          boolean inside = kind != Kind.INPUT && unit < ends.size();
          int before = pathFrom[i] < 0 ? pathFrom[i] : number[pathFrom[i]];
          parts.add(
              new Part(
                  kind,
                  label(i, kind),
                  this.before.get(i),
                  after.get(i),
                  inside ? unit : -1,
                  List.copyOf(sources.get(i)),
                  before));
        }
      }
      return parts;
    }

    /** By part: the node of the part before it on the shortest path. */
    private int[] pathFrom() {
      int[] before = new int[graph.size()];
      Arrays.fill(before, OFF);
      int last = -1;
      Set<Integer> seen = new HashSet<>();
      for (int i : MinimalPath.of(graph).nodes()) {
        int own = part(i);
        if (seen.add(own)) {
          before[own] = last;
          last = own;
        }
      }
      return before;
    }

    private Kind kind(int i) {
      if (graph.isLayer(i)) {
        return Kind.LAYER;
      }
      if (graph.isMerge(i)) {
        return Kind.MERGE;
      }
      return from[i].length == 0 ? Kind.INPUT : from[i].length > 1 ? Kind.JOIN : Kind.OTHER;
    }

    private String label(int i, Kind kind) {
      return switch (kind) {
        case INPUT -> "input";
        case LAYER ->
            graph.node(i).operation() instanceof Layer ? Labels.layer(graph.node(i)) : "layer";
        case MERGE -> "+";
        case JOIN -> Labels.join(graph.node(i));
        case OTHER -> Labels.other(graph.node(i)).orElse("·");
      };
    }
  }
}
