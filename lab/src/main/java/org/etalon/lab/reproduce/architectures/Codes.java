package org.etalon.lab.reproduce.architectures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/**
 * Codes of search spaces that come with Etalon: 2,000 DAGs of five nodes and 2,000 cells of
 * NAS-Bench-201, each in a file beside this class, one a line.
 */
final class Codes {
  private static final Map<String, String> LISTS =
      Map.of("dag-mlp", "dag-n5.txt", "dag-cnn", "dag-n5.txt", "nasbench201", "nasbench201.txt");

  private static final char NONE = '0';
  private static final char SKIP = '1';

  private Codes() {}

  /** Every code of a space's list, in the file's order. */
  static List<String> all(String space) {
    String file = LISTS.get(space);
    if (file == null) {
      throw new UnknownIdentifierException(
          "search space", space, LISTS.keySet().stream().sorted().toList());
    }
    try (InputStream in = Codes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not among the resources");
      }
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Draws codes of different networks whose input reaches their output.
   *
   * @param space identifier of the family
   * @param count how many
   * @param seed of the draw
   * @param without one whose network is not to be drawn
   * @throws InputException if the list holds fewer
   */
  static List<String> draw(String space, int count, long seed, String without) {
    List<String> shuffled = new ArrayList<>(all(space));
    Collections.shuffle(shuffled, new Random(seed));
    Set<String> networks = new HashSet<>();
    networks.add("");
    if (!without.isEmpty()) {
      networks.add(network(without));
    }
    List<String> drawn = new ArrayList<>();
    for (String code : shuffled) {
      if (drawn.size() < count && networks.add(network(code))) {
        drawn.add(code);
      }
    }
    if (drawn.size() < count) {
      throw new InputException(
          "codes", "there are " + drawn.size() + ", not " + count, "draw fewer");
    }
    return drawn;
  }

  /**
   * What a code's output adds up, written out from the input {@code x}; codes with the same text
   * are one network. Nodes that nothing reaches or needs are not in it, and a skip is what it
   * skips; where no path leads from input to output the text is empty.
   *
   * @param code a group of digits for each node but the first, one for the edge from each node
   *     before it: 0 none, 1 a skip, others an operation
   */
  static String network(String code) {
    String[] groups = code.split("_", -1);
    int nodes = groups.length + 1;
    boolean[] needed = new boolean[nodes];
    needed[nodes - 1] = true;
    for (int node = nodes - 1; node > 0; node--) {
      for (int source = 0; source < node; source++) {
        needed[source] |= needed[node] && groups[node - 1].charAt(source) != NONE;
      }
    }
    List<List<String>> sums = new ArrayList<>(List.of(List.of("x")));
    Map<String, Integer> twins = new HashMap<>();
    for (int node = 1; node < nodes; node++) {
      List<String> sum = new ArrayList<>();
      for (int source = 0; needed[node] && source < node; source++) {
        char operation = groups[node - 1].charAt(source);
        if (operation == SKIP) {
          sum.addAll(sums.get(source));
        } else if (operation != NONE && !sums.get(source).isEmpty()) {
          // Two layers of one input have weights of their own; two uses of one layer do not.
          String layer = operation + "(" + String.join("+", sums.get(source)) + ")";
          sum.add(layer + twins.merge(layer, 1, Integer::sum));
        }
      }
      Collections.sort(sum);
      sums.add(sum);
    }
    return String.join("+", sums.get(nodes - 1));
  }
}
