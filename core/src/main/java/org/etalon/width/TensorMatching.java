package org.etalon.width;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.etalon.graph.Shape;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which tensor of the base a tensor of the target takes its rule from.
 *
 * <p>Three readings, each for what the one before left over: the same name; the same name but for
 * one number, the nearest lower one that the base has (block 11 of 12 takes its rule from block 3
 * of 4); and, where an exporter has renamed the tensors, the same place in a block of the same
 * make-up, or among the tensors outside blocks. A pair must agree in role, operation and number of
 * axes. What is left then has no counterpart and is never guessed.
 */
public final class TensorMatching {
  /** Blocks looked through on either side for a counterpart. */
  private static final int MOST_CANDIDATES = 64;

  private final Map<Tensor, Tensor> baseOf;
  private final List<Tensor> unmatched;

  private TensorMatching(Map<Tensor, Tensor> baseOf, List<Tensor> unmatched) {
    this.baseOf = baseOf;
    this.unmatched = List.copyOf(unmatched);
  }

  /** Matches a target's tensors to a base's. */
  public static TensorMatching of(Network base, Network target) {
    Map<Tensor, Tensor> baseOf = new LinkedHashMap<>();
    Set<Tensor> taken = new HashSet<>();
    List<Tensor> open = byName(base, target, baseOf, taken);
    open = byBlockNumber(open, taken, baseOf);
    if (!open.isEmpty()) {
      open = byPlace(base, target, open, taken, baseOf);
    }
    return new TensorMatching(baseOf, open);
  }

  /** The counterpart of a tensor of the target, if it has one. */
  public Optional<Tensor> baseOf(Tensor target) {
    return Optional.ofNullable(baseOf.get(target));
  }

  /** Tensors of the target without counterpart, in order. */
  public List<Tensor> unmatched() {
    return unmatched;
  }

  /** Number of tensors with a counterpart. */
  public int matched() {
    return baseOf.size();
  }

  private static List<Tensor> byName(
      Network base, Network target, Map<Tensor, Tensor> baseOf, Set<Tensor> taken) {
    Map<String, Tensor> named = new HashMap<>();
    for (Tensor tensor : base.tensors()) {
      if (!isGenerated(tensor.name())) {
        named.put(tensor.name(), tensor);
      }
    }
    List<Tensor> open = new ArrayList<>();
    for (Tensor tensor : target.tensors()) {
      Tensor same = named.get(tensor.name());
      if (same != null && makeUp(same).equals(makeUp(tensor))) {
        baseOf.put(tensor, same);
        taken.add(same);
      } else {
        open.add(tensor);
      }
    }
    return open;
  }

  /** Names that exporters number as they go say nothing about the place in the network. */
  private static boolean isGenerated(String name) {
    return name.contains("::") || name.chars().allMatch(Character::isDigit);
  }

  /**
   * What a pair must agree in. Inside blocks that includes the kernel: conv1 of a basic block is
   * not conv1 of a bottleneck, while a patch embedding may well change its patch.
   */
  private static String makeUp(Tensor tensor) {
    StringBuilder text = new StringBuilder(tensor.role().id());
    text.append(' ').append(tensor.mainUse().node().operation().getClass().getName());
    text.append(' ').append(tensor.mainUse().operand());
    Shape shape = tensor.parameter().shape();
    text.append(' ').append(shape.rank());
    if (tensor.role() == Role.HIDDEN && tensor.block().isPresent()) {
      for (int i = 2; i < shape.rank(); i++) {
        text.append(' ').append(shape.dim(i));
      }
    }
    return text.toString();
  }

  /** A name taken apart: its text with numbers left out, and the numbers. */
  private record Numbered(String pattern, List<Long> numbers) {
    static Numbered of(String name) {
      StringBuilder pattern = new StringBuilder();
      List<Long> numbers = new ArrayList<>();
      for (String token : name.split("(?<=[._/])|(?=[._/])", -1)) {
        // Longer numbers are hashes or dates, and would not fit.
        if (!token.isEmpty()
            && token.length() < 18
            && token.chars().allMatch(c -> c >= '0' && c <= '9')) {
          pattern.append('#');
          numbers.add(Long.parseLong(token));
        } else {
          pattern.append(token);
        }
      }
      return new Numbered(pattern.toString(), List.copyOf(numbers));
    }

    /** The pattern with all numbers but one filled in. */
    String without(int position) {
      List<String> rest = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        rest.add(i == position ? "#" : numbers.get(i).toString());
      }
      return pattern + rest;
    }
  }

  /** The tensor of the nearest lower block, failing that a higher one, that is connected alike. */
  private static @Nullable Tensor nearest(
      NavigableMap<Long, Tensor> candidates, long number, Tensor target) {
    List<Tensor> ordered = new ArrayList<>();
    candidates.headMap(number, true).descendingMap().values().stream()
        .limit(MOST_CANDIDATES)
        .forEach(ordered::add);
    candidates.tailMap(number, false).values().stream()
        .limit(MOST_CANDIDATES)
        .forEach(ordered::add);
    for (Tensor candidate : ordered) {
      if (keepsFeatures(candidate) == keepsFeatures(target)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * Whether a hidden weight has as many features on both sides. The first block of a stage changes
   * their number and the others keep it: to compare one with the other would take the change for a
   * difference in width.
   */
  private static boolean keepsFeatures(Tensor tensor) {
    return tensor.role() != Role.HIDDEN || tensor.fanIn().equals(tensor.fanOut());
  }

  private static List<Tensor> byBlockNumber(
      List<Tensor> targets, Set<Tensor> taken, Map<Tensor, Tensor> baseOf) {
    Map<String, TreeMap<Long, Tensor>> series = new HashMap<>();
    for (Tensor tensor : taken) {
      Numbered name = Numbered.of(tensor.name());
      for (int i = 0; i < name.numbers.size(); i++) {
        series
            .computeIfAbsent(name.without(i) + makeUp(tensor), key -> new TreeMap<>())
            .put(name.numbers.get(i), tensor);
      }
    }
    List<Tensor> open = new ArrayList<>();
    for (Tensor tensor : targets) {
      Tensor found = null;
      Numbered name = Numbered.of(tensor.name());
      for (int i = 0; i < name.numbers.size() && found == null; i++) {
        var candidates = series.get(name.without(i) + makeUp(tensor));
        if (candidates != null) {
          found = nearest(candidates, name.numbers.get(i), tensor);
        }
      }
      if (found != null) {
        baseOf.put(tensor, found);
      } else {
        open.add(tensor);
      }
    }
    return open;
  }

  private static List<Tensor> byPlace(
      Network base,
      Network target,
      List<Tensor> targets,
      Set<Tensor> taken,
      Map<Tensor, Tensor> baseOf) {
    Map<String, List<Tensor>> places = new HashMap<>();
    placesOf(base)
        .forEach(
            (tensor, place) -> {
              if (!taken.contains(tensor)) {
                places.computeIfAbsent(place, key -> new ArrayList<>()).add(tensor);
              }
            });
    Map<Tensor, String> wanted = placesOf(target);
    // A place that the base does not have shows networks of another kind, whose alike places mean
    // nothing: the dense layers of an MLP are not those behind a VGG's convolutions.
    if (targets.stream().anyMatch(tensor -> !places.containsKey(wanted.get(tensor)))) {
      return targets;
    }
    Map<String, Integer> count = new HashMap<>();
    Map<String, Integer> next = new HashMap<>();
    targets.forEach(tensor -> count.merge(wanted.get(tensor), 1, Integer::sum));
    List<Tensor> open = new ArrayList<>();
    for (Tensor tensor : targets) {
      String place = wanted.get(tensor);
      List<Tensor> candidates = places.getOrDefault(place, List.of());
      int at = next.merge(place, 1, Integer::sum) - 1;
      boolean sameCount = candidates.size() == count.getOrDefault(place, 0);
      if (!candidates.isEmpty() && (sameCount || repeats(candidates))) {
        baseOf.put(tensor, candidates.get(Math.min(at, candidates.size() - 1)));
      } else {
        open.add(tensor);
      }
    }
    return open;
  }

  private static boolean repeats(List<Tensor> tensors) {
    return tensors.stream().map(tensor -> tensor.parameter().shape()).distinct().count() == 1;
  }

  /** For every tensor its make-up and, in a block, the block's make-up and its place there. */
  private static Map<Tensor, String> placesOf(Network network) {
    Map<Integer, List<Tensor>> blocks = new HashMap<>();
    for (Tensor tensor : network.tensors()) {
      tensor
          .block()
          .ifPresent(block -> blocks.computeIfAbsent(block, k -> new ArrayList<>()).add(tensor));
    }
    Map<Integer, Integer> blockKind = new HashMap<>();
    blocks.forEach(
        (block, members) ->
            blockKind.put(block, members.stream().map(TensorMatching::makeUp).toList().hashCode()));
    Map<Tensor, String> places = new LinkedHashMap<>();
    for (Tensor tensor : network.tensors()) {
      String place = makeUp(tensor);
      if (tensor.block().isPresent()) {
        int block = tensor.block().getAsInt();
        place +=
            " at "
                + blocks.getOrDefault(block, List.of()).indexOf(tensor)
                + " of "
                + blockKind.get(block);
      }
      places.put(tensor, place);
    }
    return places;
  }
}
