package org.etalon.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;
import org.etalon.lab.sweep.Trend;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code fit}. */
final class FitJson {
  private FitJson() {}

  /** Writes a report. */
  static void write(FitReport report, JsonGenerator json) {
    Sweep sweep = report.sweep();
    json.writeStartObject();
    json.writeStringProperty("name", sweep.name());
    json.writeBooleanProperty("ownStudy", sweep.study().isPresent());
    json.writeStringProperty("score", sweep.score());
    json.writeName("varied");
    if (sweep.varied().isPresent()) {
      json.writeString(sweep.varied().get());
    } else {
      json.writeNull();
    }
    json.writeNumberProperty("unfinished", sweep.unfinished());
    Optima.write(sweep, json);
    json.writeArrayPropertyStart("leftOut");
    for (SweepFit.LeftOut size : report.fit().leftOut()) {
      json.writeStartObject();
      json.writeStringProperty("size", size.size());
      json.writeStringProperty("why", size.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("against", report.first().name());
    json.writeName("exponent");
    exponent(report, report.first(), json);
    json.writeArrayPropertyStart("fits");
    report.fit().trends().forEach(trend -> trend(report, trend, json));
    json.writeEndArray();
    json.writeName("comparison");
    comparison(report.fit().comparison(), json);
    Json.strings(json, "verdicts", report.verdicts());
    Json.strings(json, "warnings", report.warnings());
    json.writeEndObject();
  }

  private static void exponent(FitReport report, Trend trend, JsonGenerator json) {
    if (trend.fit().isEmpty()) {
      json.writeNull();
      return;
    }
    Optional<Interval> interval = report.interval(trend);
    json.writeStartObject();
    json.writeNumberProperty("value", trend.exponent().orElseThrow());
    Json.optional(json, "low", end(interval.map(Interval::low)));
    Json.optional(json, "high", end(interval.map(Interval::high)));
    json.writeNumberProperty("confidence", report.confidence());
    json.writeEndObject();
  }

  private static OptionalDouble end(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static void trend(FitReport report, Trend trend, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("against", trend.name());
    json.writeBooleanProperty("isDepthMeasure", trend.measure().isPresent());
    json.writeName("exponent");
    exponent(report, trend, json);
    if (trend.fit().isEmpty()) {
      json.writeStringProperty("whyNot", trend.whyNot());
    }
    json.writeArrayPropertyStart("points");
    for (Point point : trend.points()) {
      json.writeStartObject();
      Json.number(json, "value", point.x());
      json.writeNumberProperty("learningRate", Math.exp(point.logY()));
      Json.optional(
          json,
          "standardError",
          point.standardError() > 0
              ? OptionalDouble.of(point.standardError())
              : OptionalDouble.empty());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.optional(
        json,
        "residualDeviation",
        trend.fit().map(PowerLawFit::residualDeviation).orElse(OptionalDouble.empty()));
    json.writeArrayPropertyStart("tests");
    for (double claim : report.claims()) {
      OptionalDouble p = trend.pValueOf(claim);
      json.writeStartObject();
      json.writeNumberProperty("exponent", claim);
      Json.optional(json, "pValue", p);
      json.writeName("contradicted");
      if (p.isPresent()) {
        json.writeBoolean(report.isContradicted(p));
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.optional(json, "pValueOfNoBend", trend.pValueOfStraightness());
    json.writeEndObject();
  }

  private static void comparison(Optional<LawComparison> comparison, JsonGenerator json) {
    if (comparison.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("criterion", "AICc");
    json.writeNumberProperty("sizes", comparison.get().sizes());
    json.writeBooleanProperty("decided", comparison.get().isDecided());
    json.writeArrayPropertyStart("laws");
    for (LawComparison.Rated rated : comparison.get().rated()) {
      json.writeStartObject();
      Json.strings(json, "names", rated.names());
      json.writeNumberProperty("coefficients", rated.coefficients());
      json.writeNumberProperty("misfit", rated.misfit());
      json.writeNumberProperty("aicc", rated.aicc());
      json.writeNumberProperty("difference", rated.difference());
      json.writeNumberProperty("weight", rated.weight());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.strings(json, "tooFewSizesFor", comparison.get().notRated());
    json.writeEndObject();
  }
}
