package org.etalon.lab.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.lab.plot.Axis.Scale;
import org.etalon.lab.plot.Series.Band;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.plot.Series.Range;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart in the terms of XChart, ready to be painted. */
final class Drawing {
  private static final String FONT = Font.SANS_SERIF;
  private static final int NOTE_HEIGHT = 16;

  /** Of a note's letters on average, in pixels; rather too wide. */
  private static final double LETTER_WIDTH = 6.8;

  /** Names longer than this, in characters, put the legend below the plot instead of beside it. */
  private static final int LONGEST_BESIDE = 28;

  /** So many names go below the plot, if short. */
  private static final int MOST_BELOW = 3;

  private final Chart chart;
  private final Placement placement;
  private final int width;
  private final int height;
  private final XYChart drawn;
  private final int groups;
  private int parts;

  /**
   * Lays out.
   *
   * @param chart what to draw
   * @param width in pixels
   * @param height in pixels
   * @throws org.etalon.graph.InputException if nothing of the chart has a place on its axes
   */
  Drawing(Chart chart, int width, int height) {
    this.chart = chart;
    this.placement = Placement.of(chart);
    this.width = width;
    this.height = height;
    this.groups = 1 + chart.series().stream().mapToInt(Series::group).max().orElse(0);
    this.drawn = new XYChart(width, height - footer());
    style();
    chart.series().forEach(series -> add(series, Band.class));
    chart.series().forEach(series -> add(series, Line.class));
    chart.series().forEach(series -> add(series, Points.class));
  }

  /** Paints everything. */
  void paint(Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    drawn.paint(graphics, width, height - footer());
    graphics.setColor(Palette.TEXT);
    graphics.setFont(font(Font.PLAIN, 11));
    int y = height - footer() + 10;
    for (String line : footerLines()) {
      graphics.drawString(line, 12, y);
      y += NOTE_HEIGHT;
    }
  }

  /** The lines below the chart: its notes, and what is not shown. */
  List<String> footerLines() {
    List<String> lines = new ArrayList<>();
    chart.notes().forEach(note -> lines.addAll(wrapped(note)));
    lines.addAll(wrapped(placement.omission()));
    return lines;
  }

  /** Broken between words where it would be wider than the chart. */
  private List<String> wrapped(String text) {
    int most = Math.max(20, (int) (width / LETTER_WIDTH));
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : printable(text).strip().split(" +", -1)) {
      if (line.length() > 0 && line.length() + word.length() >= most) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** Text without characters that cannot be drawn, nor stand in XML. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) || isSurrogate(c) ? ' ' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private int footer() {
    int lines = footerLines().size();
    return lines == 0 ? 0 : lines * NOTE_HEIGHT + 2;
  }

  private void style() {
    XYStyler styler = drawn.getStyler();
    String title = printable(chart.title());
    drawn.setTitle(title);
    styler.setChartTitleVisible(!title.isBlank());
    // Long titles get smaller letters: about eight pixels a letter at this size.
    int size = (int) Math.max(9, Math.min(15, 15.0 * width / 9.5 / Math.max(1, title.length())));
    styler.setChartTitleFont(font(Font.BOLD, size));
    styler.setChartTitleBoxVisible(false);
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderColor(Palette.FRAME);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setPlotGridLinesStroke(Shapes.bar());
    styler.setChartFontColor(Palette.TEXT);
    styler.setXAxisTitleColor(Palette.TEXT);
    styler.setYAxisTitleColor(Palette.TEXT);
    styler.setAxisTickLabelsColor(Palette.TEXT);
    styler.setAxisTickMarksColor(Palette.FRAME);
    styler.setAxisTitleFont(font(Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
    styler.setMarkerSize(8);
    // The extents have their own margins.
    styler.setPlotContentSize(1);
    styler.setPlotMargin(0);
    styler.setXAxisTickMarkSpacingHint(70);
    styler.setYAxisTickMarkSpacingHint(40);
    axes(styler);
    legend(styler);
  }

  private void axes(XYStyler styler) {
    String x = printable(chart.x().name());
    String y = printable(chart.y().name());
    drawn.setXAxisTitle(x);
    drawn.setYAxisTitle(y);
    styler.setXAxisTitleVisible(!x.isBlank());
    styler.setYAxisTitleVisible(!y.isBlank());
    styler.setXAxisLogarithmic(chart.x().scale() == Scale.LOG && !placement.x().isVast());
    styler.setYAxisLogarithmic(chart.y().scale() == Scale.LOG && !placement.y().isVast());
    styler.setXAxisLogarithmicDecadeOnly(false);
    styler.setYAxisLogarithmicDecadeOnly(false);
    styler.setXAxisMin(placement.x().place(placement.x().low()));
    styler.setXAxisMax(placement.x().place(placement.x().high()));
    styler.setYAxisMin(placement.y().place(placement.y().low()));
    styler.setYAxisMax(placement.y().place(placement.y().high()));
    styler.setXAxisTickLabelsFormattingFunction(placement.x().labels());
    styler.setYAxisTickLabelsFormattingFunction(placement.y().labels());
  }

  private void legend(XYStyler styler) {
    List<String> names =
        chart.series().stream().map(Series::name).filter(name -> !name.isBlank()).toList();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    styler.setLegendVisible(!names.isEmpty());
    styler.setLegendPosition(
        longest > LONGEST_BESIDE || names.size() <= MOST_BELOW
            ? LegendPosition.OutsideS
            : LegendPosition.OutsideE);
    styler.setLegendFont(font(Font.PLAIN, 12));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendPadding(5);
    styler.setLegendSeriesLineLength(28);
  }

  private void add(Series series, Class<? extends Series> kind) {
    if (!kind.isInstance(series)) {
      return;
    }
    if (series instanceof Band band) {
      add(band);
    } else if (series instanceof Line line) {
      add(line);
    } else if (series instanceof Points points) {
      add(points);
    }
  }

  private void add(Band band) {
    List<Range> shown = band.ranges().stream().filter(range -> chart.x().shows(range.x())).toList();
    List<Position> outline = new ArrayList<>();
    shown.forEach(range -> outline.add(new Position(range.x(), low(range))));
    for (int i = shown.size() - 1; i >= 0; i--) {
      outline.add(new Position(shown.get(i).x(), high(shown.get(i))));
    }
    part(outline, band)
        .ifPresent(
            part -> {
              part.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
              part.setFillColor(Palette.translucent(colour(band)));
              part.setLineColor(new Color(255, 255, 255, 0));
              part.setMarker(SeriesMarkers.NONE);
            });
  }

  private void add(Line line) {
    List<Position> positions =
        line.positions().stream()
            .filter(position -> chart.x().shows(position.x()))
            .map(
                position ->
                    chart.y().shows(position.y())
                        ? position
                        : new Position(position.x(), Double.NaN))
            .toList();
    part(positions, line)
        .ifPresent(
            part -> {
              part.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
              part.setLineColor(colour(line));
              part.setLineStyle(Shapes.stroke(line.role(), chart.colours(), line.group()));
              part.setMarker(SeriesMarkers.NONE);
            });
  }

  private void add(Points points) {
    List<Position> bars = new ArrayList<>();
    for (Range bar : points.bars()) {
      if (chart.x().shows(bar.x())) {
        bars.add(new Position(bar.x(), low(bar)));
        bars.add(new Position(bar.x(), high(bar)));
        // A gap: XChart breaks its line where y is not a number.
        bars.add(new Position(bar.x(), Double.NaN));
      }
    }
    part(bars, points)
        .ifPresent(
            part -> {
              part.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
              part.setLineColor(colour(points));
              part.setLineStyle(Shapes.bar());
              part.setMarker(Shapes.cap());
              part.setMarkerColor(colour(points));
              part.setShowInLegend(false);
            });
    part(
            points.positions().stream()
                .filter(p -> chart.x().shows(p.x()) && chart.y().shows(p.y()))
                .toList(),
            points)
        .ifPresent(
            part -> {
              part.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
              part.setMarker(Shapes.marker(points.role(), points.group()));
              part.setMarkerColor(colour(points));
            });
  }

  private Optional<XYSeries> part(List<Position> positions, Series of) {
    if (positions.stream().allMatch(position -> Double.isNaN(position.y()))) {
      return Optional.empty();
    }
    XYSeries part =
        drawn.addSeries(
            String.valueOf(parts++),
            positions.stream().mapToDouble(p -> placement.x().place(p.x())).toArray(),
            positions.stream().mapToDouble(p -> placement.y().place(p.y())).toArray());
    String name = printable(of.name());
    part.setLabel(name.isBlank() ? " " : name);
    part.setShowInLegend(!name.isBlank());
    return Optional.of(part);
  }

  private double low(Range range) {
    return chart.y().shows(range.low()) ? range.low() : placement.y().low();
  }

  private double high(Range range) {
    return chart.y().shows(range.high()) ? range.high() : placement.y().high();
  }

  private Color colour(Series series) {
    return series.role() == Role.REFERENCE
        ? Palette.REFERENCE
        : Palette.colour(chart.colours(), series.group(), groups);
  }

  private static Font font(int style, int size) {
    return new Font(FONT, style, size);
  }
}
