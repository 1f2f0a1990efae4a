package org.etalon.onnx;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values that a search back from one call has reached. Calls are followed latest first, so that
 * none is followed before all of its users are; whenever a single value is left, everything between
 * depends on that value alone.
 */
final class Frontier {
  private final RawGraph graph;
  private final Predicate<RawNode> mayFollow;
  private final Set<String> values = new HashSet<>();
  private final TreeMap<Integer, RawNode> open = new TreeMap<>();
  private int ends;

  /**
   * An empty frontier.
   *
   * @param mayFollow which calls belong to what is searched
   */
  Frontier(RawGraph graph, Predicate<RawNode> mayFollow) {
    this.graph = graph;
    this.mayFollow = mayFollow;
  }

  void add(String value) {
    if (!values.add(value)) {
      return;
    }
    RawNode producer = graph.producer(value);
    if (producer != null && mayFollow.test(producer)) {
      open.put(producer.position(), producer);
    } else {
      ends++;
    }
  }

  /**
   * Takes out the latest call that can be followed; {@code null} where there is none, or where the
   * search cannot end in a single value any more.
   */
  @Nullable RawNode pollLatest() {
    Map.Entry<Integer, RawNode> latest = ends > 1 ? null : open.pollLastEntry();
    if (latest == null) {
      return null;
    }
    latest.getValue().outputs().forEach(values::remove);
    return latest.getValue();
  }

  boolean isParted() {
    return values.size() > 1;
  }

  /** The one value that is left; {@code null} if there are several or none. */
  @Nullable String single() {
    return values.size() == 1 ? values.iterator().next() : null;
  }
}
