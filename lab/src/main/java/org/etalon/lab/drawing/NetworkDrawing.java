package org.etalon.lab.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Depths;
import org.etalon.depth.Magnitude;
import org.etalon.lab.drawing.Outline.Kind;
import org.etalon.lab.drawing.Placement.Box;
import org.etalon.lab.drawing.Placement.Edge;
import org.etalon.lab.drawing.Placement.Placed;
import org.etalon.lab.markup.Markup;
import org.etalon.tensor.Network;

/**
 * A drawing of a network: its layers, merges and joins from top to bottom, a shortest path (as
 * minimal-path counts it) thick, every update unit in a frame. Repeated stretches are drawn once,
 * so that a thousand layers take no more room than ten.
 *
 * @param svg an element {@code svg} for a page whose style has the classes {@code frame}, {@code
 *     part}, {@code edge}, {@code path} and {@code soft}; it holds no other's markup
 * @param text what it shows, in plain words
 */
public record NetworkDrawing(String svg, String text) {
  private static final double LINE = 14;

  /** Draws a network; linear in its size. */
  public static NetworkDrawing of(Network network) {
    String text = text(network);
    Placement placement = Placement.of(Stretch.of(Outline.of(network.paths())));
    return new NetworkDrawing(svg(placement, text), text);
  }

  private static String text(Network network) {
    Depths depths = network.depths();
    List<String> measures = new ArrayList<>();
    for (DepthMeasure measure : DepthMeasure.values()) {
      depths.get(measure).ifPresent(depth -> measures.add(measure.id() + " " + shown(depth)));
    }
    return count(depths.layers(), "layer")
        + ", "
        + count(depths.blocks(), "residual merge")
        + ", "
        + String.format(Locale.ROOT, "%,d", network.scalars()).replace(',', '\u202f')
        + " learned numbers. "
        + (measures.isEmpty()
            ? "No path leads from input to output."
            : "Depth: " + String.join(", ", measures) + ".");
  }

  private static String shown(Magnitude depth) {
    if (!depth.fitsDouble()) {
      return depth.toString();
    }
    double value = depth.toDouble();
    return value == Math.rint(value) && value < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String count(int count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  private static String svg(Placement placement, String text) {
    double width = 2 * placement.halfWidth();
    Markup svg = new Markup();
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        number(width),
        "height",
        number(placement.height()),
        "viewBox",
        number(-placement.halfWidth()) + " 0 " + number(width) + " " + number(placement.height()),
        "role",
        "img",
        "aria-label",
        text);
    for (Placement.Frame frame : placement.frames()) {
      svg.open(
              "rect",
              "class",
              "frame",
              "x",
              number(1 - placement.halfWidth()),
              "y",
              number(frame.top()),
              "width",
              number(width - 2),
              "height",
              number(frame.bottom() - frame.top()),
              "rx",
              "6")
          .close();
      svg.element(
          "text",
          "unit " + (frame.unit() + 1),
          "class",
          "soft",
          "x",
          number(7 - placement.halfWidth()),
          "y",
          number(frame.top() + LINE));
    }
    // Thin lines first: where two meet, the path stays visible.
    placement.edges().stream().filter(edge -> !edge.onPath()).forEach(edge -> edge(svg, edge));
    placement.edges().stream().filter(Edge::onPath).forEach(edge -> edge(svg, edge));
    placement.parts().forEach(part -> part(svg, part));
    for (Placement.Text told : placement.texts()) {
      svg.element(
          "text",
          told.text(),
          "class",
          "soft middle",
          "x",
          number(told.box().x()),
          "y",
          number(told.box().y() + LINE - 1));
    }
    return svg.close().finish();
  }

  private static void edge(Markup svg, Edge edge) {
    Box from = edge.from();
    Box to = edge.to();
    String start = "M" + at(from.x(), from.bottom());
    String line;
    if (edge.lane().isEmpty()) {
      line = start + "L" + at(to.x(), to.y());
    } else {
      double lane = edge.lane().getAsDouble();
      double turn = Math.min(24, (to.y() - from.bottom()) / 3);
      double down = from.bottom() + turn;
      double up = to.y() - turn;
      line =
          start
              + "C"
              + at(from.x(), down)
              + " "
              + at(lane, from.bottom())
              + " "
              + at(lane, down)
              + "L"
              + at(lane, up)
              + "C"
              + at(lane, to.y())
              + " "
              + at(to.x(), up)
              + " "
              + at(to.x(), to.y());
    }
    svg.open("path", "class", edge.onPath() ? "edge path" : "edge", "d", line).close();
  }

  private static void part(Markup svg, Placed placed) {
    Box box = placed.box();
    boolean layer = placed.part().kind() == Kind.LAYER;
    boolean onPath = placed.part().pathFrom() != Outline.OFF;
    svg.open(
            "rect",
            "class",
            "part" + (layer ? " layer" : "") + (onPath ? " path" : ""),
            "x",
            number(box.left()),
            "y",
            number(box.y()),
            "width",
            number(box.width()),
            "height",
            number(box.height()),
            "rx",
            layer ? "3" : "11")
        .close();
    List<String> lines = Placement.lines(placed.part());
    int label = placed.part().before().isEmpty() ? 0 : 1;
    double y = box.y() + (box.height() - lines.size() * LINE) / 2 + LINE - 3.5;
    for (int i = 0; i < lines.size(); i++) {
      svg.element(
          "text",
          lines.get(i),
          "class",
          i == label ? "middle" : "soft middle",
          "x",
          number(box.x()),
          "y",
          number(y + i * LINE));
    }
  }

  private static String at(double x, double y) {
    return number(x) + " " + number(y);
  }

  private static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
