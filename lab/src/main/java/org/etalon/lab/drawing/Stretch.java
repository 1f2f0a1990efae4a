package org.etalon.lab.drawing;

import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.drawing.Outline.Kind;
import org.etalon.lab.drawing.Outline.Part;

/** A stretch of a network from top to bottom. */
sealed interface Stretch {
  /** Fewer parts than this are not worth folding. */
  int LEAST_FOLDED = 4;

  /** Units that repeat together at most: a block of a Transformer has two. */
  int LONGEST_PERIOD = 8;

  /** More parts in one unit than this cannot be read. */
  int MOST_PARTS = 40;

  /** More stretches than this make a page long; the middle ones are left out. */
  int MOST = 24;

  /** Of these, so many at the end. */
  int AT_END = 8;

  /**
   * Parts that are drawn.
   *
   * @param unit number of their update unit from 0; −1 for inputs and for what follows the last
   * @param first number of the first in the outline
   * @param parts one after another in the outline
   */
  record Drawn(int unit, int first, List<Part> parts) implements Stretch {
    public Drawn {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Parts that are told of.
   *
   * @param text what stands for them
   */
  record Told(String text) implements Stretch {}

  /** The stretches of an outline, repetitions folded. */
  static List<Stretch> of(Outline outline) {
    List<Drawn> units = units(outline.parts());
    List<String> forms = units.stream().map(Stretch::form).toList();
    List<Stretch> stretches = new ArrayList<>();
    int at = 0;
    while (at < units.size()) {
      int period = 1;
      int folded = 0;
      for (int p = 1; p <= LONGEST_PERIOD; p++) {
        int more = repeated(forms, at, p) * p;
        if (more > folded && parts(units.subList(at + p, at + p + more)) >= LEAST_FOLDED) {
          folded = more;
          period = p;
        }
      }
      for (int i = at; i < at + period; i++) {
        stretches.add(readable(units.get(i)));
      }
      at += period;
      if (folded > 0) {
        int from = units.get(at).unit() + 1;
        int to = units.get(at + folded - 1).unit() + 1;
        String what = period == 1 ? "the same" : "these " + period + " units";
        int times = folded / period;
        stretches.add(
            new Told(
                what
                    + (times == 1 ? " once more" : " " + times + " more times")
                    + (from == to ? ", unit " + from : ", units " + from + " to " + to)));
        at += folded;
      }
    }
    return withoutMiddle(stretches);
  }

  private static int parts(List<Drawn> units) {
    return units.stream().mapToInt(unit -> unit.parts().size()).sum();
  }

  private static List<Drawn> units(List<Part> parts) {
    List<Drawn> units = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= parts.size(); i++) {
      if (i == parts.size() || parts.get(i).unit() != parts.get(from).unit()) {
        units.add(new Drawn(parts.get(from).unit(), from, parts.subList(from, i)));
        from = i;
      }
    }
    return units;
  }

  /** How often the next units are the same again. */
  private static int repeated(List<String> forms, int at, int period) {
    int times = 0;
    while (at + (times + 2) * period <= forms.size()) {
      int next = at + (times + 1) * period;
      for (int i = 0; i < period; i++) {
        if (!forms.get(at + i).equals(forms.get(next + i))) {
          return times;
        }
      }
      times++;
    }
    return times;
  }

  /** Equal for units that look alike. */
  private static String form(Drawn unit) {
    StringBuilder form = new StringBuilder(unit.unit() < 0 ? "outside" : "unit");
    for (Part part : unit.parts()) {
      form.append('|').append(part.kind()).append(part.label()).append(part.before());
      form.append(part.after());
      part.from().forEach(p -> form.append(p < unit.first() ? "^" : "," + (p - unit.first())));
      form.append(part.pathFrom() == Outline.OFF ? "" : "*");
    }
    return form.toString();
  }

  private static Stretch readable(Drawn unit) {
    if (unit.parts().size() <= MOST_PARTS) {
      return unit;
    }
    return new Told(
        "unit "
            + (unit.unit() + 1)
            + ": "
            + count(unit, Kind.LAYER)
            + " layers, "
            + count(unit, Kind.MERGE)
            + " merges");
  }

  private static long count(Drawn unit, Kind kind) {
    return unit.parts().stream().filter(part -> part.kind() == kind).count();
  }

  private static List<Stretch> withoutMiddle(List<Stretch> stretches) {
    if (stretches.size() <= MOST) {
      return stretches;
    }
    List<Stretch> few = new ArrayList<>(stretches.subList(0, MOST - AT_END));
    few.add(new Told("the middle of the network is not drawn"));
    few.addAll(stretches.subList(stretches.size() - AT_END, stretches.size()));
    return few;
  }
}
