package org.etalon.lab.reproduce.architectures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.etalon.family.ModelReference;
import org.etalon.family.Scope;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/**
 * Codes of search spaces that come with Etalon: 2,000 DAGs of five nodes and 2,000 cells of
 * NAS-Bench-201, each in a file beside this class, one a line.
 */
final class Codes {
  private static final Map<String, String> LISTS =
      Map.of("dag-mlp", "dag-n5.txt", "dag-cnn", "dag-n5.txt", "nasbench201", "nasbench201.txt");

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
   * Draws different codes whose input reaches their output.
   *
   * @param space identifier of the family
   * @param count how many
   * @param seed of the draw
   * @param without one that is not to be drawn
   * @throws InputException if the list holds fewer
   */
  static List<String> draw(String space, int count, long seed, String without) {
    List<String> shuffled = new ArrayList<>(all(space));
    Collections.shuffle(shuffled, new Random(seed));
    Stream<String> connected =
        shuffled.stream()
            .distinct()
            .filter(code -> !code.equals(without))
            .filter(
                code ->
                    ModelReference.parse(space + ":" + code, Scope.CELL)
                        .network()
                        .depths()
                        .hasPath());
    List<String> drawn = connected.limit(count).toList();
    if (drawn.size() < count) {
      throw new InputException(
          "codes", "there are " + drawn.size() + ", not " + count, "draw fewer");
    }
    return drawn;
  }
}
