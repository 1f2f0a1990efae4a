package org.etalon.lab.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.etalon.lab.drawing.Outline.Kind;
import org.etalon.lab.drawing.Outline.Part;

/**
 * Where everything of a drawing goes: units one below the other, and within a unit the parts by the
 * longest way to each, side by side where several are equally far. In pixels; x = 0 is the middle,
 * y = 0 the top.
 *
 * @param parts the parts that are drawn
 * @param texts what stands between them
 * @param frames of the units
 * @param edges between parts and texts
 * @param halfWidth nothing lies farther from the middle
 * @param height nothing lies lower
 */
record Placement(
    List<Placed> parts,
    List<Text> texts,
    List<Frame> frames,
    List<Edge> edges,
    double halfWidth,
    double height) {
  /** A rectangle; x is its middle, y its upper edge. */
  record Box(double x, double y, double width, double height) {
    double bottom() {
      return y + height;
    }

    double left() {
      return x - width / 2;
    }

    double right() {
      return x + width / 2;
    }
  }

  /** A part in its place. */
  record Placed(Part part, Box box) {}

  /** A text in its place. */
  record Text(String text, Box box) {}

  /** The frame of a unit, over the whole width. */
  record Frame(int unit, double top, double bottom) {}

  /**
   * A line from the lower edge of one box to the upper edge of another.
   *
   * @param lane x at which it passes what lies between; empty for a straight line
   * @param onPath whether the shortest path takes it
   */
  record Edge(Box from, Box to, OptionalDouble lane, boolean onPath) {}

  Placement {
    parts = List.copyOf(parts);
    texts = List.copyOf(texts);
    frames = List.copyOf(frames);
    edges = List.copyOf(edges);
  }

  /** Places stretches. */
  static Placement of(List<Stretch> stretches) {
    Builder builder = new Builder();
    for (Stretch stretch : stretches) {
      if (stretch instanceof Stretch.Drawn drawn) {
        builder.place(drawn);
      } else if (stretch instanceof Stretch.Told told) {
        builder.place(told.text());
      }
    }
    builder.place("output");
    return builder.finish();
  }

  /** Lines of a part: what comes before, its label, what comes after. */
  static List<String> lines(Part part) {
    List<String> lines = new ArrayList<>();
    if (!part.before().isEmpty()) {
      lines.add(String.join(", ", part.before()) + " →");
    }
    lines.add(part.label());
    if (!part.after().isEmpty()) {
      lines.add("→ " + String.join(", ", part.after()));
    }
    return lines;
  }

  private static final class Builder {
    private static final double LINE = 14;
    private static final double CIRCLE = 22;
    private static final double LETTER = 6.4;
    private static final double PAD = 16;
    private static final double GAP_X = 16;
    private static final double GAP_Y = 20;
    private static final double GAP_UNITS = 18;
    private static final double FRAME_TOP = 22;
    private static final double FRAME_BOTTOM = 12;
    private static final double LANE = 14;
    private static final double MARGIN = 14;

    private final List<Placed> parts = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<Integer, Box> boxes = new HashMap<>();

    /** What a line from parts that are not drawn starts at. */
    private Optional<Box> last = Optional.empty();

    private double y = 4;
    private double halfWidth = 90;

    void place(String text) {
      Box box = new Box(0, y, text.length() * LETTER + PAD, LINE + 4);
      last.ifPresent(from -> edges.add(new Edge(from, box, OptionalDouble.empty(), true)));
      texts.add(new Text(text, box));
      reach(box.right());
      last = Optional.of(box);
      y = box.bottom() + GAP_UNITS;
    }

    void place(Stretch.Drawn unit) {
      double top = y;
      boolean framed = unit.unit() >= 0;
      y += framed ? FRAME_TOP : 0;
      List<Box> placed = rows(unit);
      edges(unit, placed);
      last = Optional.of(placed.get(placed.size() - 1));
      y += framed ? FRAME_BOTTOM : 0;
      if (framed) {
        frames.add(new Frame(unit.unit(), top, y));
      }
      y += GAP_UNITS;
    }

    /** The boxes of a unit's parts, in their order; y is then the lowest edge. */
    private List<Box> rows(Stretch.Drawn unit) {
      TreeMap<Integer, List<Integer>> rows = new TreeMap<>();
      int[] row = new int[unit.parts().size()];
      for (int i = 0; i < row.length; i++) {
        for (int p : unit.parts().get(i).from()) {
          row[i] = p < unit.first() ? row[i] : Math.max(row[i], row[p - unit.first()] + 1);
        }
        rows.computeIfAbsent(row[i], r -> new ArrayList<>()).add(i);
      }
      Box[] placed = new Box[row.length];
      rows.forEach((number, members) -> place(unit, members, placed, number == 0));
      return List.of(placed);
    }

    private void place(Stretch.Drawn unit, List<Integer> members, Box[] placed, boolean first) {
      // Under what they come from, so that lines cross little.
      Map<Integer, Double> wanted = new HashMap<>();
      for (int i : members) {
        wanted.put(
            i,
            unit.parts().get(i).from().stream()
                .filter(p -> p >= unit.first())
                .mapToDouble(p -> placed[p - unit.first()].x())
                .average()
                .orElse(0));
      }
      members.sort(Comparator.comparingDouble(i -> wanted.getOrDefault(i, 0.0)));
      double width = (members.size() - 1) * GAP_X;
      double height = 0;
      for (int i : members) {
        width += width(unit.parts().get(i));
        height = Math.max(height, height(unit.parts().get(i)));
      }
      y += first ? 0 : GAP_Y;
      double x = -width / 2;
      for (int i : members) {
        Part part = unit.parts().get(i);
        double own = height(part);
        placed[i] = new Box(x + width(part) / 2, y + (height - own) / 2, width(part), own);
        x += width(part) + GAP_X;
        parts.add(new Placed(part, placed[i]));
        boxes.put(unit.first() + i, placed[i]);
      }
      reach(width / 2);
      y += height;
    }

    private void edges(Stretch.Drawn unit, List<Box> placed) {
      int lanes = 0;
      Set<List<Box>> drawn = new HashSet<>();
      for (int i = 0; i < placed.size(); i++) {
        Part part = unit.parts().get(i);
        for (int p : part.from()) {
          Optional<Box> from = Optional.ofNullable(boxes.get(p)).or(() -> last);
          if (from.isEmpty() || !drawn.add(List.of(from.get(), placed.get(i)))) {
            continue;
          }
          boolean blocked = isBlocked(from.get(), placed.get(i), placed);
          double lane = right(from.get(), placed.get(i), placed) + LANE * (lanes % 4 + 1);
          lanes += blocked ? 1 : 0;
          if (blocked) {
            reach(lane);
          }
          edges.add(
              new Edge(
                  from.get(),
                  placed.get(i),
                  blocked ? OptionalDouble.of(lane) : OptionalDouble.empty(),
                  part.pathFrom() == p));
        }
      }
    }

    /** Whether a straight line would cross a box between. */
    private static boolean isBlocked(Box from, Box to, List<Box> boxes) {
      return between(from, to, boxes).stream()
          .anyMatch(
              box -> {
                double share =
                    (box.y() + box.height() / 2 - from.bottom()) / (to.y() - from.bottom());
                double x = from.x() + share * (to.x() - from.x());
                return x > box.left() - 4 && x < box.right() + 4;
              });
    }

    private static double right(Box from, Box to, List<Box> boxes) {
      return between(from, to, boxes).stream()
          .mapToDouble(Box::right)
          .max()
          .orElse(Math.max(from.x(), to.x()));
    }

    private static List<Box> between(Box from, Box to, List<Box> boxes) {
      return boxes.stream()
          .filter(box -> box.y() > from.bottom() && box.bottom() < to.y())
          .toList();
    }

    private static double width(Part part) {
      if (part.kind() == Kind.MERGE && part.after().isEmpty()) {
        return CIRCLE;
      }
      int longest = lines(part).stream().mapToInt(String::length).max().orElse(1);
      return longest * LETTER + PAD;
    }

    private static double height(Part part) {
      return part.kind() == Kind.MERGE && part.after().isEmpty()
          ? CIRCLE
          : lines(part).size() * LINE + 8;
    }

    private void reach(double x) {
      halfWidth = Math.max(halfWidth, Math.abs(x));
    }

    Placement finish() {
      return new Placement(parts, texts, frames, edges, halfWidth + MARGIN, y - GAP_UNITS + 4);
    }
  }
}
