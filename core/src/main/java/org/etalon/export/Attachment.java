package org.etalon.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TransferPlan;

/**
 * One module's share in the forward factors of a plan. A module that the graph calls several times
 * has one attachment.
 *
 * @param kind what the plan multiplies
 * @param factor by what, > 0
 * @param place whether the module's input, output or part of its output is multiplied; all hosts of
 *     the place but the module's are left out
 * @param host what the module computes
 * @param tensors names of the learned tensors the module owns: weight or gain first
 * @param takesPart whether the graph takes only part of a tensor for the module's weight
 * @param nodes the values that the plan multiplies through it
 * @param calls how often the graph calls the module
 * @param problem why it cannot be attached; empty if it can
 */
record Attachment(
    ForwardFactor.Kind kind,
    double factor,
    Place place,
    Host host,
    List<String> tensors,
    boolean takesPart,
    List<String> nodes,
    int calls,
    String problem) {

  /** What a module computes. */
  enum Host {
    LINEAR,
    CONVOLUTION,
    NORMALISATION,
    OTHER
  }

  private record Key(
      ForwardFactor.Kind kind, double factor, String place, List<String> tensors, Object part) {}

  /** Copies the lists. */
  Attachment {
    tensors = List.copyOf(tensors);
    nodes = List.copyOf(nodes);
  }

  /** Whether the factor can be attached, as far as the graph can tell. */
  boolean isPossible() {
    return problem.isEmpty();
  }

  /** The attachments of all of a plan's factors, in their order. */
  static List<Attachment> of(TransferPlan plan) {
    if (plan.forward().isEmpty()) {
      return List.of();
    }
    FactorPlaces places = new FactorPlaces(plan.request().target().graph());
    Map<Key, Attachment> found = new LinkedHashMap<>();
    for (ForwardFactor factor : plan.forward()) {
      Place place = places.of(factor);
      if (place instanceof Place.Nowhere nowhere) {
        add(found, factor, place, List.of(), null, nowhere.reason());
      } else if (place instanceof Place.Input input) {
        add(found, factor, place, places.tensors(input.host()), input.host(), "");
      } else if (place instanceof Place.Part part) {
        add(found, factor, place, places.tensors(part.host()), part.host(), "");
      } else if (place instanceof Place.Output output) {
        for (Node host : output.hosts()) {
          Place one = new Place.Output(List.of(host));
          add(found, factor, one, places.tensors(host), host, "");
        }
      }
    }
    List<Attachment> checked = new ArrayList<>(found.size());
    found.values().forEach(attachment -> checked.add(attachment.checked(places)));
    return checked;
  }

  private static void add(
      Map<Key, Attachment> found,
      ForwardFactor factor,
      Place place,
      List<String> tensors,
      @org.jspecify.annotations.Nullable Node host,
      String problem) {
    Object part = place instanceof Place.Part p ? p.ranges() : problem;
    Key key =
        new Key(factor.kind(), factor.factor(), place.getClass().getSimpleName(), tensors, part);
    Attachment one =
        new Attachment(
            factor.kind(),
            factor.factor(),
            place,
            host == null ? Host.OTHER : host(host),
            tensors,
            host != null && FactorPlaces.takesPart(host),
            List.of(factor.node()),
            1,
            problem);
    found.merge(key, one, Attachment::and);
  }

  private Attachment and(Attachment other) {
    List<String> all = new ArrayList<>(nodes);
    all.addAll(other.nodes);
    return new Attachment(
        kind, factor, place, host, tensors, takesPart, all, calls + other.calls, problem);
  }

  private Attachment checked(FactorPlaces places) {
    String found = problem;
    if (found.isEmpty() && tensors.isEmpty()) {
      found = nodes.get(0) + " takes no learned tensor that would tell its module";
    } else if (found.isEmpty() && !takesPart && places.hosts(tensors.get(0)) != calls) {
      found =
          tensors.get(0)
              + " is used by "
              + places.hosts(tensors.get(0))
              + " layers, of which only "
              + calls
              + " are multiplied";
    }
    return new Attachment(kind, factor, place, host, tensors, takesPart, nodes, calls, found);
  }

  private static Host host(Node node) {
    if (node.operation() instanceof Pointwise.Normalisation) {
      return Host.NORMALISATION;
    }
    if (node.operation() instanceof Layer.Convolution) {
      return Host.CONVOLUTION;
    }
    return node.operation() instanceof Layer.Embedding ? Host.OTHER : Host.LINEAR;
  }
}
