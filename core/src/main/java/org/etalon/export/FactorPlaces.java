package org.etalon.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.etalon.export.Place.Range;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;
import org.etalon.plan.ForwardFactor;
import org.jspecify.annotations.Nullable;

/**
 * Finds where forward factors can be applied. A plan multiplies values; people can get hold of the
 * inputs and outputs of modules, and a module is recognised by the tensors it owns. So from the
 * value a factor belongs to the search goes back, through operations that keep proportion (for
 * factors > 0 also rectifiers and maxima), to layers and normalisations with tensors of their own.
 * Multiplying their outputs is exactly as multiplying the value, if they lead nowhere else.
 */
final class FactorPlaces {
  private final Graph graph;
  private final List<List<Node>> users;
  private final Map<String, Node> byName = new HashMap<>();

  /**
   * What lies between a value and the hosts it is in proportion to.
   *
   * @param members the nodes in between, the value itself included
   * @param hosts the layers and normalisations
   * @param obstacle why proportion is lost; null where it is kept
   */
  private record Region(Set<Node> members, Set<Node> hosts, @Nullable String obstacle) {}

  FactorPlaces(Graph graph) {
    this.graph = graph;
    this.users = new ArrayList<>(graph.nodes().size());
    for (Node node : graph.nodes()) {
      users.add(new ArrayList<>(2));
      byName.put(node.name(), node);
    }
    for (Node node : graph.nodes()) {
      if (!readsShapeOnly(node)) {
        node.operands().forEach(operand -> users.get(operand.index()).add(node));
      }
    }
  }

  private static boolean readsShapeOnly(Node node) {
    return node.operation() instanceof Source.Auxiliary auxiliary && auxiliary.readsShapeOnly();
  }

  /** The place of one factor. */
  Place of(ForwardFactor factor) {
    Node node = byName.get(factor.node());
    if (node == null) {
      return new Place.Nowhere("the graph has no value " + factor.node());
    }
    return switch (factor.kind()) {
      case READOUT -> new Place.Input(node);
      case BRANCH -> branch(node);
      case ATTENTION -> attention(node);
    };
  }

  // ---- branches ----

  private Place branch(Node end) {
    List<Node> into = users.get(end.index());
    if (into.size() != 1) {
      return new Place.Nowhere(
          "the branch's end " + end + " has " + into.size() + " uses, not only the addition");
    }
    Region region = region(end);
    if (region.obstacle != null) {
      return new Place.Nowhere(region.obstacle);
    }
    Node leak = leak(region, end, into.get(0));
    return leak == null
        ? new Place.Output(new ArrayList<>(region.hosts))
        : new Place.Nowhere(leak + " also leads elsewhere than to " + into.get(0));
  }

  // ---- attention ----

  private Place attention(Node product) {
    // Scaling either factor of the product scales it; the queries are the first, as a rule.
    Place queries = attention(product, 0);
    Place keys = queries instanceof Place.Nowhere ? attention(product, 1) : queries;
    return keys instanceof Place.Nowhere ? queries : keys;
  }

  private Place attention(Node product, int side) {
    Node operand = product.operands().get(side);
    if (operand == product.operands().get(1 - side)) {
      return new Place.Nowhere(product + " multiplies a value by itself");
    }
    Region region = region(operand);
    if (region.obstacle != null) {
      return new Place.Nowhere(region.obstacle);
    }
    Node leak = leak(region, operand, product);
    if (leak == null) {
      return new Place.Output(new ArrayList<>(region.hosts));
    }
    if (region.hosts.size() != 1) {
      return new Place.Nowhere(leak + " also leads elsewhere than to " + product);
    }
    return part(region.hosts.iterator().next(), region, product, side);
  }

  /** The features of a layer's output that reach one operand of a product, and nothing else. */
  private Place part(Node host, Region region, Node product, int side) {
    int axis = featureAxis(host);
    boolean known = host.shape().hasRank() && axis < host.shape().rank();
    if (axis < 0 || !known || !host.shape().dim(axis).isKnown()) {
      return new Place.Nowhere(
          host + " is packed, and which of its features are the queries is not known");
    }
    Map<Node, FeatureLayout> layouts = new HashMap<>();
    layouts.put(host, FeatureLayout.of(host.shape(), axis));
    BitSet wanted = new BitSet();
    BitSet others = new BitSet();
    PriorityQueue<Node> open = new PriorityQueue<>((a, b) -> Integer.compare(a.index(), b.index()));
    Set<Node> seen = new HashSet<>();
    enqueue(host, open, seen);
    while (!open.isEmpty()) {
      Node user = open.poll();
      List<FeatureLayout> fed = new ArrayList<>();
      for (int i = 0; i < user.operands().size(); i++) {
        FeatureLayout layout = layouts.get(user.operands().get(i));
        if (layout == null) {
          continue;
        }
        if (user == product) {
          (i == side ? wanted : others).or(layout.features());
        }
        fed.add(layout);
      }
      if (user == product) {
        continue;
      }
      boolean alone = fed.size() == 1 && graph.carriers(user).size() == 1;
      if (alone && user.operation() instanceof Rearrangement) {
        layouts.put(user, fed.get(0).through(user));
      } else if (region.members.contains(user)) {
        layouts.put(user, alone ? fed.get(0).through(user) : FeatureLayout.union(fed));
      } else {
        fed.forEach(layout -> others.or(layout.features()));
        continue;
      }
      enqueue(user, open, seen);
    }
    if (wanted.isEmpty() || wanted.intersects(others)) {
      return new Place.Nowhere(
          host + " is packed, and its queries cannot be told from the rest of its output");
    }
    int fromEnd = axis == host.shape().rank() - 1 ? -1 : axis;
    return new Place.Part(host, fromEnd, ranges(wanted));
  }

  private void enqueue(Node node, PriorityQueue<Node> open, Set<Node> seen) {
    for (Node user : users.get(node.index())) {
      if (seen.add(user)) {
        open.add(user);
      }
    }
  }

  private static int featureAxis(Node host) {
    if (host.operation() instanceof Layer.Linear linear && host.shape().hasRank()) {
      return linear.contracted() == -1 ? host.shape().rank() - 1 : -1;
    }
    return host.operation() instanceof Layer.Convolution ? 1 : -1;
  }

  private static List<Range> ranges(BitSet set) {
    List<Range> ranges = new ArrayList<>();
    for (int start = set.nextSetBit(0); start >= 0; ) {
      int end = set.nextClearBit(start);
      ranges.add(new Range(start, end));
      start = set.nextSetBit(end);
    }
    return ranges;
  }

  // ---- regions of proportion ----

  private Region region(Node value) {
    Set<Node> members = new HashSet<>();
    Set<Node> hosts = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      Node at = open.pop();
      if (isHost(at)) {
        hosts.add(at);
        continue;
      }
      if (!members.add(at)) {
        continue;
      }
      List<Node> before = proportionalTo(at);
      if (before.isEmpty()) {
        return new Region(
            members, hosts, at + " stands behind the last module and does not keep proportion");
      }
      before.forEach(open::push);
    }
    return new Region(members, hosts, null);
  }

  /** A node of the region that leads anywhere but towards the value's one use; null if none. */
  private @Nullable Node leak(Region region, Node value, Node use) {
    List<Node> all = new ArrayList<>(region.members);
    all.addAll(region.hosts);
    for (Node node : all) {
      int out = 0;
      for (Node user : users.get(node.index())) {
        if (node == value && user == use) {
          out++;
        } else if (!region.members.contains(user) || user == node) {
          return node;
        }
      }
      if (out > 1 || node == graph.output()) {
        return node;
      }
    }
    return null;
  }

  /** Whether a module can be told by the tensors that a node takes. */
  private boolean isHost(Node node) {
    if (graph.isLayer(node)) {
      return !(node.operation() instanceof Layer.Embedding) && !tensors(node).isEmpty();
    }
    if (node.operation() instanceof Pointwise.Normalisation) {
      return !tensors(node).isEmpty();
    }
    return isShiftedLayer(node);
  }

  /** A layer's bias that the graph adds in a step of its own. */
  private boolean isShiftedLayer(Node node) {
    if (!(node.operation() instanceof Join.Add) || graph.carriers(node).size() != 1) {
      return false;
    }
    Node layer = graph.carriers(node).get(0);
    List<String> shift = own(node);
    List<String> weight = graph.isLayer(layer) ? tensors(layer) : List.of();
    return shift.size() == 1
        && !weight.isEmpty()
        && users.get(layer.index()).size() == 1
        && module(shift.get(0)).equals(module(weight.get(0)));
  }

  private static String module(String tensor) {
    return tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
  }

  /** The operands to all of which a node is jointly in proportion; empty if to none. */
  private List<Node> proportionalTo(Node node) {
    List<Node> carriers = graph.carriers(node);
    boolean one = carriers.size() == 1 && graph.carries(node) == Graph.Carries.ACTIVATIONS;
    boolean all = !carriers.isEmpty() && carriers.size() == node.operands().size();
    boolean keeps;
    if (node.operation() instanceof Rearrangement.Select select) {
      keeps =
          switch (select.kind()) {
            case SLICE, GATHER, EXPAND, RESIZE, TILE, SHUFFLE, TRIANGLE, CUMULATE, WINDOW -> one;
            // Scattering and padding bring values of their own.
            case SCATTER, PAD, TOP, COMPUTED -> false;
          };
    } else if (node.operation() instanceof Rearrangement.Pool pool) {
      keeps = keeps(pool.kind());
    } else if (node.operation() instanceof Rearrangement.Reduce reduce) {
      keeps = keeps(reduce.kind());
    } else if (node.operation() instanceof Rearrangement
        || node.operation() instanceof Pointwise.Dropout) {
      keeps = one;
    } else if (node.operation() instanceof Pointwise.Activation activation) {
      keeps =
          switch (activation.function()) {
            case RELU, LEAKY_RELU, PRELU, ABS, NEGATE -> true;
            default -> false;
          };
    } else if (node.operation() instanceof Join.Multiply
        || node.operation() instanceof Join.MatrixProduct) {
      keeps = one;
    } else if (node.operation() instanceof Join.Combine combine) {
      keeps =
          switch (combine.rule()) {
            case QUOTIENT, WHOLE_QUOTIENT -> one && carriers.get(0) == node.operands().get(0);
            case DIFFERENCE, MAXIMUM, MINIMUM, MEAN -> all;
            case POWER, CHOICE -> false;
          };
    } else {
      keeps =
          all && (node.operation() instanceof Join.Add || node.operation() instanceof Join.Concat);
    }
    return keeps ? carriers : List.of();
  }

  private static boolean keeps(Rearrangement.Summary summary) {
    return switch (summary) {
      case MEAN, MAX, MIN, SUM, L1, L2 -> true;
      case PRODUCT, LOG_SUM, LOG_SUM_EXP, SUM_OF_SQUARES -> false;
    };
  }

  // ---- the tensors of a host ----

  /** Names of the learned tensors that a host takes: its weight or gain, then its bias. */
  List<String> tensors(Node host) {
    List<String> names = new ArrayList<>();
    if (host.operation() instanceof Join.Add && graph.isLayer(graph.carriers(host).get(0))) {
      names.addAll(own(graph.carriers(host).get(0)));
    }
    own(host).stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  private static List<String> own(Node host) {
    List<String> names = new ArrayList<>();
    for (Node operand : host.operands()) {
      if (operand.carries() == Graph.Carries.NOTHING) {
        for (Parameter parameter : learned(operand)) {
          if (!names.contains(parameter.name())) {
            names.add(parameter.name());
          }
        }
      }
    }
    return names;
  }

  /** The learned tensors that a value without data is made from. */
  private static List<Parameter> learned(Node value) {
    Set<Node> seen = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(value));
    List<Parameter> found = new ArrayList<>();
    while (!open.isEmpty()) {
      Node at = open.pop();
      if (!seen.add(at)) {
        continue;
      }
      if (at.operation() instanceof Source.Learned source
          && source.parameter().kind() == Parameter.Kind.LEARNED) {
        found.add(source.parameter());
      }
      at.operands().forEach(open::push);
    }
    return found;
  }

  /** Whether a host's weight is only a part of a learned tensor. */
  static boolean takesPart(Node host) {
    Node layer = host.operation() instanceof Join.Add ? host.operands().get(0) : host;
    Node at = layer.operands().size() > 1 ? layer.operands().get(1) : layer;
    while (at.operands().size() == 1
        && at.carries() == Graph.Carries.NOTHING
        && !(at.operation() instanceof Source)) {
      if (at.operation() instanceof Rearrangement.Select) {
        return true;
      }
      at = at.operands().get(0);
    }
    return at.operation() instanceof Rearrangement.Select;
  }

  /** How many layers and normalisations, look-ups left out, take a tensor. */
  int hosts(String tensor) {
    Node source = byName.get(tensor);
    if (source == null) {
      return 0;
    }
    Set<Node> hosts = new HashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(source));
    while (!open.isEmpty()) {
      for (Node user : users.get(open.pop().index())) {
        if (user.carries() == Graph.Carries.NOTHING) {
          if (seen.add(user)) {
            open.push(user);
          }
        } else if (!(user.operation() instanceof Layer.Embedding)) {
          hosts.add(user);
        }
      }
    }
    return hosts.size();
  }
}
