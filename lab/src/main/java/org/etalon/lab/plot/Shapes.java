package org.etalon.lab.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Markers and strokes. Groups differ in shape too, for prints without colour. */
final class Shapes {
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.PLUS,
          SeriesMarkers.CROSS);

  private static final List<float[]> DASHES =
      List.of(new float[] {}, new float[] {7, 3}, new float[] {2, 3}, new float[] {8, 3, 2, 3});

  private Shapes() {}

  static Marker marker(Role role, int group) {
    return role == Role.HIGHLIGHT ? new Ring() : MARKERS.get(Math.floorMod(group, MARKERS.size()));
  }

  static BasicStroke stroke(Role role, Chart.Colours colours, int group) {
    return switch (role) {
      case REFERENCE -> stroke(1.5f, new float[] {5, 4});
      case FITTED -> stroke(2f, dash(colours, group));
      case MEASURED, HIGHLIGHT -> stroke(1.5f, dash(colours, group));
    };
  }

  /** The ends of an error bar. */
  static Marker cap() {
    return new Cap();
  }

  static BasicStroke bar() {
    return stroke(1.2f, new float[] {});
  }

  private static float[] dash(Chart.Colours colours, int group) {
    return colours == Chart.Colours.STEPS
        ? DASHES.get(0)
        : DASHES.get(Math.floorMod(Palette.round(group), DASHES.size()));
  }

  private static BasicStroke stroke(float width, float[] dash) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash.length == 0 ? null : dash, 0);
  }

  /** A circle around what is there already, its middle left open. */
  private static final class Ring extends Marker {
    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
      double size = markerSize * 1.8;
      Ellipse2D circle = new Ellipse2D.Double(x - size / 2, y - size / 2, size, size);
      Color colour = graphics.getColor();
      graphics.setStroke(new BasicStroke(2));
      graphics.draw(circle);
      graphics.setColor(Color.WHITE);
      double hole = markerSize * 0.5;
      graphics.fill(new Ellipse2D.Double(x - hole / 2, y - hole / 2, hole, hole));
      graphics.setColor(colour);
    }
  }

  private static final class Cap extends Marker {
    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
      graphics.setStroke(bar());
      graphics.draw(new Line2D.Double(x - markerSize / 2.0, y, x + markerSize / 2.0, y));
    }
  }
}
