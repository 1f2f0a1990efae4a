package org.etalon.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.etalon.depth.PathGraph;
import org.etalon.depth.ResidualBlocks;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/** Finds every learned tensor's uses and roles. */
final class TensorReader {
  /** Parameters that one value may be computed from before it meets the data. */
  private static final int MOST_SOURCES = 64;

  private final PathGraph paths;
  private final ResidualBlocks blocks;
  private final Graph graph;
  private final int[] layersBefore;
  private final int[] layersAfter;

  /** Per node that carries nothing: the parameters it is made from. */
  private final List<List<Origin>> origins;

  /**
   * A parameter behind a value.
   *
   * @param parameter the parameter
   * @param selected whether a table look-up or selection lies between
   * @param uses where the parameter was found to be used, one list for all its origins
   */
  private record Origin(Parameter parameter, boolean selected, List<Use> uses) {
    boolean sameAs(Origin other) {
      return selected == other.selected && parameter.name().equals(other.parameter.name());
    }
  }

  TensorReader(PathGraph paths, ResidualBlocks blocks) {
    this.paths = paths;
    this.blocks = blocks;
    this.graph = paths.graph();
    this.layersBefore = paths.mostLayersBefore();
    this.layersAfter = paths.mostLayersAfter();
    this.origins = new ArrayList<>(graph.nodes().size());
  }

  List<Tensor> read() {
    List<Node> nodes = graph.nodes();
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      origins.add(originsOf(node));
      int position = paths.position(node);
      if (position < 0) {
        continue;
      }
      List<Node> operands = node.operands();
      for (int i = 0; i < operands.size(); i++) {
        List<Origin> sources = origins.get(operands.get(i).index());
        for (int j = 0; j < sources.size(); j++) {
          Origin origin = sources.get(j);
          origin.uses.add(use(node, position, i, origin, sources));
        }
      }
    }
    List<Tensor> tensors = new ArrayList<>(graph.parameters().size());
    for (int n = 0; n < nodes.size(); n++) {
      if (nodes.get(n).operation() instanceof Source.Learned && !origins.get(n).isEmpty()) {
        Origin origin = origins.get(n).get(0);
        if (!origin.uses.isEmpty()) {
          tensors.add(
              new Tensor(origin.parameter, roleOf(origin.uses), origin.uses, blockOf(origin.uses)));
        }
      }
    }
    return tensors;
  }

  private List<Origin> originsOf(Node node) {
    if (node.operation() instanceof Source.Learned learned) {
      return learned.parameter().kind() == Parameter.Kind.LEARNED
          ? List.of(new Origin(learned.parameter(), false, new ArrayList<>(1)))
          : List.of();
    }
    boolean detached = node.operation() instanceof Source.Auxiliary mask && mask.detached();
    if (detached || paths.position(node) >= 0) {
      return List.of();
    }
    boolean selects = node.operation() instanceof Rearrangement.Select;
    List<Origin> found = List.of();
    for (Node operand : node.operands()) {
      List<Origin> more = origins.get(operand.index());
      if (more.isEmpty()) {
        continue;
      }
      List<Origin> joined = new ArrayList<>(found);
      for (Origin origin : more) {
        Origin here = selects ? new Origin(origin.parameter, true, origin.uses) : origin;
        if (joined.stream().noneMatch(here::sameAs)) {
          joined.add(here);
        }
      }
      found = joined;
      if (found.size() > MOST_SOURCES) {
        throw new InputException(
            node.name(),
            "is computed from more than " + MOST_SOURCES + " parameters before it meets the data",
            "this is no weight Etalon understands; fold the computation before exporting");
      }
    }
    return found;
  }

  private Use use(Node node, int position, int operand, Origin origin, List<Origin> sources) {
    Operation operation = node.operation();
    if (operation instanceof Layer) {
      if (operand == 2) {
        return new Use(node, operand, Role.BIAS, "added to a layer's output");
      }
      if (sources.size() > 1 && !isLargest(origin.parameter, sources)) {
        return new Use(node, operand, Role.SCALE, "rescales a weight");
      }
      return weightUse(node, position, operand);
    }
    if (operation instanceof Pointwise.Normalisation) {
      return new Use(node, operand, Role.NORM, "gain or shift of a normalisation");
    }
    boolean spread = nonUnitAxes(node.operands().get(operand).shape()) > 1;
    if (operation instanceof Join.Add) {
      if (followsNormalisation(node, origin.parameter)) {
        return new Use(node, operand, Role.NORM, "shifts a normalised value");
      }
      return origin.selected || spread
          ? new Use(node, operand, Role.POSITION, "added position by position")
          : new Use(node, operand, Role.BIAS, "added alike at every position");
    }
    if (operation instanceof Join.Multiply) {
      return followsNormalisation(node, origin.parameter)
          ? new Use(node, operand, Role.NORM, "multiplies a normalised value")
          : new Use(node, operand, Role.SCALE, "multiplies activations");
    }
    if (operation instanceof Join.Concat || operation instanceof Rearrangement.Select) {
      return new Use(node, operand, Role.POSITION, "set beside the data");
    }
    return new Use(node, operand, spread ? Role.POSITION : Role.SCALE, "combined with the data");
  }

  private Use weightUse(Node node, int position, int operand) {
    if (node.operation() instanceof Layer.Embedding) {
      return new Use(node, operand, Role.EMBEDDING, "identifiers are looked up in it");
    }
    int before = layersBefore[position];
    int after = layersAfter[position];
    if (after == 0) {
      return new Use(node, operand, Role.OUTPUT, "weight of a layer, no other layer after it");
    }
    return before == 0
        ? new Use(node, operand, Role.INPUT, "weight of a layer, no other layer before it")
        : new Use(node, operand, Role.HIDDEN, "weight of a layer between others");
  }

  private static boolean isLargest(Parameter parameter, List<Origin> sources) {
    for (Origin other : sources) {
      if (other.parameter.scalars() > parameter.scalars()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the data that a gain or shift meets come straight from a normalisation, perhaps through
   * reshapes and another gain: GroupNorm as exporters write it.
   */
  private boolean followsNormalisation(Node node, Parameter parameter) {
    Node at = node;
    for (int steps = 0; steps < 8; steps++) {
      List<Node> carriers = graph.carriers(at);
      if (carriers.size() != 1) {
        return false;
      }
      at = carriers.get(0);
      if (at.operation() instanceof Pointwise.Normalisation norm) {
        // A normalisation with gains of its own is complete; what follows is something else.
        return norm.kind() != Pointwise.Normalisation.Kind.L2
            && at.operands().stream().noneMatch(o -> !origins.get(o.index()).isEmpty())
            && parameter.shape().rank() > 0;
      }
      boolean passes =
          at.operation() instanceof Rearrangement.Reshape
              || at.operation() instanceof Rearrangement.Transpose
              || at.operation() instanceof Join.Multiply;
      if (!passes) {
        return false;
      }
    }
    return false;
  }

  private static int nonUnitAxes(Shape shape) {
    if (!shape.hasRank()) {
      return 0;
    }
    int axes = 0;
    for (int i = 0; i < shape.rank(); i++) {
      axes += shape.dim(i).is(1) ? 0 : 1;
    }
    return axes;
  }

  /**
   * A use as a weight outweighs others; a look-up outweighs a read-out, hidden outweighs both ends.
   */
  private static Role roleOf(List<Use> uses) {
    Role best = uses.get(0).role();
    for (Use use : uses) {
      if (rank(use.role()) < rank(best)) {
        best = use.role();
      }
    }
    return best;
  }

  private static int rank(Role role) {
    return switch (role) {
      case EMBEDDING -> 0;
      case HIDDEN -> 1;
      case OUTPUT -> 2;
      case INPUT -> 3;
      case NORM -> 4;
      case POSITION -> 5;
      case BIAS -> 6;
      case SCALE -> 7;
    };
  }

  private OptionalInt blockOf(List<Use> uses) {
    int block = blocks.blockOf(paths.position(uses.get(0).node()));
    for (Use use : uses) {
      if (blocks.blockOf(paths.position(use.node())) != block) {
        return OptionalInt.empty();
      }
    }
    return block < 0 ? OptionalInt.empty() : OptionalInt.of(block);
  }
}
