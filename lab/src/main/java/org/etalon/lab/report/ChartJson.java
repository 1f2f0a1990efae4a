package org.etalon.lab.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.etalon.lab.markup.Markup;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Series;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Charts as JSON that may stand in an element {@code script}: the page's own script draws them. */
final class ChartJson {
  /** More digits than a screen has pixels; fewer make the page small. */
  private static final MathContext DIGITS = new MathContext(5);

  private ChartJson() {}

  /** The charts of figures, in their order. */
  static String of(List<Figure> figures) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      figures.forEach(figure -> write(json, figure.chart()));
      json.writeEndArray();
    }
    return safe(text.toString());
  }

  /**
   * The same JSON without characters that could end the element or a line of a script. In JSON they
   * stand in strings only.
   */
  private static String safe(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static void write(JsonGenerator json, Chart chart) {
    json.writeStartObject();
    axis(json, "x", chart.x());
    axis(json, "y", chart.y());
    json.writeStringProperty("colours", word(chart.colours()));
    json.writeArrayPropertyStart("series");
    chart.series().forEach(series -> write(json, series));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void axis(JsonGenerator json, String key, Axis axis) {
    json.writeObjectPropertyStart(key);
    json.writeStringProperty("name", Markup.printable(axis.name()));
    json.writeBooleanProperty("log", axis.scale() == Axis.Scale.LOG);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Series series) {
    json.writeStartObject();
    json.writeStringProperty("name", Markup.printable(series.name()));
    json.writeStringProperty("role", word(series.role()));
    json.writeNumberProperty("group", series.group());
    if (series instanceof Series.Points points) {
      json.writeStringProperty("kind", "points");
      positions(json, "data", points.positions());
      ranges(json, "bars", points.bars());
    } else if (series instanceof Series.Line line) {
      json.writeStringProperty("kind", "line");
      positions(json, "data", line.positions());
    } else if (series instanceof Series.Band band) {
      json.writeStringProperty("kind", "band");
      ranges(json, "data", band.ranges());
    }
    json.writeEndObject();
  }

  private static void positions(JsonGenerator json, String key, List<Series.Position> positions) {
    json.writeArrayPropertyStart(key);
    for (Series.Position position : positions) {
      numbers(json, position.x(), position.y());
    }
    json.writeEndArray();
  }

  private static void ranges(JsonGenerator json, String key, List<Series.Range> ranges) {
    json.writeArrayPropertyStart(key);
    for (Series.Range range : ranges) {
      numbers(json, range.x(), range.low(), range.high());
    }
    json.writeEndArray();
  }

  /** JSON knows no infinity: null stands for a number beyond the upper edge. */
  private static void numbers(JsonGenerator json, double... numbers) {
    json.writeStartArray();
    for (double number : numbers) {
      if (Double.isFinite(number)) {
        json.writeNumber(new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
