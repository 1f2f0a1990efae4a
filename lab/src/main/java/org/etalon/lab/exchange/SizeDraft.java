package org.etalon.lab.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.study.Size;
import org.jspecify.annotations.Nullable;

/** A size of a file of runs, while the file is read. */
final class SizeDraft {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.,]+([eE][+-]?[0-9]+)?");
  private static final Pattern KEY_AND_NUMBER =
      Pattern.compile("([\\p{L}][\\p{L}0-9_.-]*)=([0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)");

  /** A run's place: its rate and seed. */
  private record Place(double rate, long seed) {}

  private final String label;
  private final String key;
  private OptionalDouble value;
  private final Map<Place, Long> lines = new HashMap<>();
  private final Map<Place, Integer> positions = new HashMap<>();
  private final Map<Double, Long> numbered = new HashMap<>();
  private final List<Observation> observations = new ArrayList<>();
  private final Map<DepthMeasure, Double> depths = new EnumMap<>(DepthMeasure.class);
  private String model = "";

  private SizeDraft(String label, String key, OptionalDouble value) {
    this.label = label;
    this.key = key;
    this.value = value;
  }

  /**
   * The size that a cell names: a positive number, {@code depth=8}, or any other name.
   *
   * @throws InputException for a number that is not positive
   */
  static SizeDraft of(String text, RunField field, String column, Numbers numbers, String where) {
    String last = column.substring(column.lastIndexOf('.') + 1);
    String key = RunField.plain(last).replaceFirst("^params?_", "");
    if (field == RunField.SIZE && NUMBER.matcher(text).matches()) {
      double number = numbers.read(where, "the size", text);
      if (!(number > 0) || Double.isInfinite(number)) {
        throw new InputException(
            where, "the size is " + number, "give a number above zero, or a name");
      }
      return new SizeDraft(key + "=" + shown(number), key, OptionalDouble.of(number));
    }
    Matcher written = KEY_AND_NUMBER.matcher(text);
    if (field == RunField.SIZE && written.matches()) {
      double number = Double.parseDouble(written.group(2));
      if (number > 0 && number < Double.POSITIVE_INFINITY) {
        return new SizeDraft(text, written.group(1), OptionalDouble.of(number));
      }
    }
    if (text.length() > DocumentLimits.LONGEST_WORD) {
      throw new InputException(where, "the size's name is too long", "shorten it");
    }
    return new SizeDraft(text, "", OptionalDouble.empty());
  }

  private static String shown(double number) {
    return number == Math.rint(number) && number < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Its name. */
  String label() {
    return label;
  }

  /**
   * Adds a run. One that was given up does not count beside the same one that was not.
   *
   * @return the line of a run at the same rate with the same seed; null if there is none
   */
  @Nullable Long add(long line, Observation run) {
    Place place = new Place(run.learningRate(), run.seed());
    Integer before = positions.putIfAbsent(place, observations.size());
    if (before == null) {
      observations.add(run);
      lines.put(place, line);
      return null;
    }
    boolean givenUp = observations.get(before).ending() == Observation.Ending.ABANDONED;
    if (givenUp) {
      observations.set(before, run);
    }
    return givenUp || run.ending() == Observation.Ending.ABANDONED ? null : lines.get(place);
  }

  /** The number of a run that has no seed: 1, 2, … at each rate. */
  long next(double rate) {
    return numbered.merge(rate, 1L, Long::sum);
  }

  /** Takes model and depths from a row, which must not contradict those before. */
  void describe(
      Columns columns,
      RunTable.Row row,
      Numbers numbers,
      BiFunction<RunTable.Row, String, String> at) {
    String named = columns.cell(row, RunField.MODEL);
    if (!named.isEmpty() && !model.isEmpty() && !model.equals(named)) {
      throw new InputException(
          at.apply(row, columns.name(RunField.MODEL)),
          "size "
              + DocumentLimits.shorten(label)
              + " has the models '"
              + DocumentLimits.shorten(model)
              + "' and '"
              + DocumentLimits.shorten(named)
              + "'",
          "give each model a size of its own, or take no models with --columns model=");
    }
    model = named.isEmpty() ? model : named;
    String number = columns.cell(row, RunField.SIZE_VALUE);
    if (!Numbers.isNone(number)) {
      value(
          numbers.read(at.apply(row, columns.name(RunField.SIZE_VALUE)), "the size", number),
          at.apply(row, columns.name(RunField.SIZE_VALUE)));
    }
    columns
        .depths()
        .forEach(
            (measure, column) -> {
              String text = row.cell(column);
              if (!Numbers.isNone(text)) {
                String where = at.apply(row, columns.name(column));
                double depth = numbers.read(where, "the depth", text);
                Double before = depths.putIfAbsent(measure, depth);
                if (!(depth >= 0) || (before != null && before != depth)) {
                  throw new InputException(
                      where,
                      "the depth is " + depth + (before == null ? "" : ", before it was " + before),
                      "a size has one depth, from 0 on");
                }
              }
            });
  }

  private void value(double number, String where) {
    boolean another = value.isPresent() && value.getAsDouble() != number;
    if (another || !(number > 0) || Double.isInfinite(number)) {
      throw new InputException(
          where,
          "size "
              + DocumentLimits.shorten(label)
              + " is "
              + number
              + (another ? ", before it was " + value.getAsDouble() : ""),
          "a size has one number, above zero");
    }
    value = OptionalDouble.of(number);
  }

  /** Its runs. */
  List<Observation> observations() {
    return observations;
  }

  /**
   * The size.
   *
   * @param networks reads the model's depths
   * @param strict whether a model that cannot be read is an error; else it is noted
   */
  Size size(NetworkDepths networks, boolean strict, List<String> notes) {
    Map<DepthMeasure, Double> all = new EnumMap<>(DepthMeasure.class);
    if (!model.isEmpty() && !depths.keySet().containsAll(List.of(DepthMeasure.values()))) {
      try {
        all.putAll(networks.of(model));
      } catch (InputException unreadable) {
        if (strict) {
          throw unreadable.within("size " + label);
        }
        if (depths.isEmpty()) {
          notes.add("size " + label + " has no depths: " + unreadable.getMessage());
        }
      }
    }
    all.putAll(depths);
    return new Size(label, value, model, "", all, OptionalDouble.empty());
  }

  /** Sizes by value where all have one, else in the file's order. */
  static List<SizeDraft> inOrder(Collection<SizeDraft> sizes) {
    List<SizeDraft> ordered = new ArrayList<>(sizes);
    if (ordered.stream().allMatch(size -> size.value.isPresent())) {
      ordered.sort(Comparator.comparingDouble(size -> size.value.orElseThrow()));
    }
    return ordered;
  }

  /** What the values are of, where all sizes have one and it is the same. */
  static Optional<String> varied(List<SizeDraft> sizes) {
    List<String> keys = sizes.stream().map(size -> size.key).distinct().toList();
    return keys.size() == 1 && !keys.get(0).isEmpty() ? Optional.of(keys.get(0)) : Optional.empty();
  }
}
