package org.etalon.depth;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every depth measure of one network.
 *
 * @param minimalPath see {@link DepthMeasure#MINIMAL_PATH}
 * @param updateUnits see {@link DepthMeasure#UPDATE_UNITS}
 * @param longestPath see {@link DepthMeasure#LONGEST_PATH}
 * @param layers see {@link DepthMeasure#LAYERS}
 * @param blocks see {@link DepthMeasure#BLOCKS}
 * @param moments the path count and the power sums behind {@link DepthMeasure#PATH_SUM}
 */
public record Depths(
    int minimalPath,
    int updateUnits,
    int longestPath,
    int layers,
    int blocks,
    PathMoments moments) {

  /** Measures a network. Where no path leads from input to output, all is zero. */
  public static Depths of(PathGraph graph) {
    int size = graph.size();
    int layers = 0;
    int blocks = 0;
    int[] fewest = new int[size];
    for (int i = 0; i < size; i++) {
      int best = graph.predecessors(i).length == 0 ? 0 : Integer.MAX_VALUE;
      for (int p : graph.predecessors(i)) {
        best = Math.min(best, fewest[p]);
      }
      fewest[i] = best + (graph.isLayer(i) || graph.isMerge(i) ? 1 : 0);
      layers += graph.isLayer(i) ? 1 : 0;
      blocks += graph.isMerge(i) ? 1 : 0;
    }
    int longest = 0;
    if (size > 0) {
      longest = graph.mostLayersBefore()[size - 1] + (graph.isLayer(size - 1) ? 1 : 0);
    }
    return new Depths(
        size == 0 ? 0 : fewest[size - 1],
        UpdateUnits.of(graph).count(),
        longest,
        layers,
        blocks,
        PathMoments.of(graph));
  }

  /** Whether any path leads from input to output. */
  public boolean hasPath() {
    return moments.count().signum() > 0;
  }

  /** The value of a measure; empty where no path leads from input to output. */
  public Optional<Magnitude> get(DepthMeasure measure) {
    if (!hasPath()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (measure) {
          case MINIMAL_PATH -> whole(minimalPath);
          case UPDATE_UNITS -> whole(updateUnits);
          case LONGEST_PATH -> whole(longestPath);
          case LAYERS -> whole(layers);
          case BLOCKS -> whole(blocks);
          case PATH_SUM -> Magnitude.of(moments.sumDepthCubed()).cubeRoot();
        });
  }

  /** Every measure as far as a double can hold it; none where no path leads to the output. */
  public Map<DepthMeasure, Double> asNumbers() {
    Map<DepthMeasure, Double> numbers = new EnumMap<>(DepthMeasure.class);
    for (DepthMeasure measure : DepthMeasure.values()) {
      get(measure)
          .filter(Magnitude::fitsDouble)
          .ifPresent(depth -> numbers.put(measure, depth.toDouble()));
    }
    return numbers;
  }

  private static Magnitude whole(int value) {
    return Magnitude.of(BigInteger.valueOf(value));
  }
}
