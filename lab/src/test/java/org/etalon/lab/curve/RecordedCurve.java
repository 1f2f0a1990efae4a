package org.etalon.lab.curve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.etalon.lab.fit.Observation;

/**
 * Scores of one small network at many rates and seeds, from real training; the README beside the
 * resource tells how they were made.
 *
 * @param name family, width and depth
 * @param runs by rate and seed
 */
public record RecordedCurve(String name, NavigableMap<Double, NavigableMap<Long, Run>> runs) {
  /**
   * One run.
   *
   * @param firstHalf mean loss over the first half of the steps
   */
  public record Run(Observation observation, double firstHalf) {}

  private static final String RESOURCE = "/curves/digits.csv";

  /** All of them. */
  public static List<RecordedCurve> all() {
    Map<String, RecordedCurve> curves = new LinkedHashMap<>();
    text().lines().skip(1).forEach(line -> add(curves, line.split(",", -1)));
    return List.copyOf(curves.values());
  }

  /** The rates, ascending. */
  public double[] rates() {
    return runs.keySet().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The seeds, ascending. */
  public NavigableSet<Long> seeds() {
    return new TreeSet<>(runs.firstEntry().getValue().keySet());
  }

  private static void add(Map<String, RecordedCurve> curves, String[] cells) {
    String name = cells[0] + " width " + cells[1] + " depth " + cells[2];
    double rate = Double.parseDouble(cells[3]);
    long seed = Long.parseLong(cells[4]);
    long steps = Long.parseLong(cells[6]);
    Run run =
        cells[5].equals("finished")
            ? new Run(
                Observation.finished(rate, seed, Double.parseDouble(cells[7]), steps),
                Double.parseDouble(cells[8]))
            : new Run(Observation.diverged(rate, seed, steps), 0);
    curves
        .computeIfAbsent(name, key -> new RecordedCurve(key, new TreeMap<>()))
        .runs()
        .computeIfAbsent(rate, key -> new TreeMap<>())
        .put(seed, run);
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(RecordedCurve.class.getResourceAsStream(RESOURCE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
