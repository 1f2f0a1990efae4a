package org.etalon.cli;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.etalon.lab.forecast.Basis;
import org.etalon.lab.forecast.Forecast;
import org.etalon.lab.forecast.SizeForecast;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Study;
import tools.jackson.core.JsonGenerator;

/**
 * How large a study is, before it is run.
 *
 * @param forecast what its trials will take
 * @param workers trials at a time, one core each
 * @param now when it would start
 */
record SweepSize(Forecast forecast, int workers, ZonedDateTime now) {
  private static final double HOUR = 3600;
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Study study() {
    return forecast.study();
  }

  /** Seconds by the clock; empty if nothing is known of some size. */
  private OptionalDouble seconds() {
    OptionalDouble hours = forecast.coreHours();
    return hours.isPresent()
        ? OptionalDouble.of(hours.getAsDouble() * HOUR / workers)
        : OptionalDouble.empty();
  }

  private ZonedDateTime finish(double seconds) {
    return now.plusSeconds(Math.round(seconds));
  }

  /** In words. */
  String text() {
    Study study = study();
    boolean all = study.search().kind() == SearchPlan.Kind.GRID;
    long done = study.gridTrials() - forecast.trials();
    return "study "
        + Failures.oneLine(study.name())
        + ": "
        + study.sizes().size()
        + " sizes, "
        + study.search().grid().count()
        + " learning rates, "
        + study.search().seeds().size()
        + " seeds, "
        + study.training().steps()
        + " steps of "
        + study.training().batch()
        + "\n"
        + (all ? "trials: " : "trials of the whole grid, of which the search needs a part: ")
        + study.gridTrials()
        + (done > 0 ? ", of which " + done + " are done" : "")
        + ", steps: "
        + study.gridTrials() * study.training().steps()
        + "\n\n"
        + table()
        + "\n"
        + total();
  }

  private String table() {
    Table table = new Table("size", ">trials", ">seconds each", "told by");
    for (SizeForecast size : forecast.sizes()) {
      table.row(
          Failures.oneLine(size.size()),
          Long.toString(size.trials()),
          TextNumbers.number(size.secondsPerTrial()),
          told(size.basis()));
    }
    return table.toString();
  }

  private static String told(Basis basis) {
    if (basis instanceof Basis.Measured measured) {
      return trials(measured.trials()) + " of the same model and batch";
    }
    if (basis instanceof Basis.Scaled scaled) {
      return trials(scaled.trials())
          + " of "
          + Failures.oneLine(scaled.model())
          + ", parameters × "
          + TextNumbers.number(scaled.parameters())
          + (scaled.batch() == 1 ? "" : ", batch × " + TextNumbers.number(scaled.batch()));
    }
    return "nothing: no trial of its family has finished here";
  }

  private static String trials(long count) {
    return count + (count == 1 ? " trial" : " trials");
  }

  private String total() {
    OptionalDouble hours = forecast.coreHours();
    if (hours.isEmpty()) {
      List<String> unknown =
          forecast.sizes().stream()
              .filter(size -> size.trials() > 0 && size.secondsPerTrial().isEmpty())
              .map(SizeForecast::size)
              .toList();
      return "core-hours: not known, for nothing is known of "
          + (unknown.size() == forecast.sizes().size()
              ? "these networks"
              : Failures.oneLine(String.join(", ", unknown)))
          + "\n";
    }
    double seconds = seconds().orElse(0);
    return "core-hours: "
        + TextNumbers.number(hours.getAsDouble())
        + " at most\nwith "
        + workers
        + (workers == 1 ? " worker: " : " workers: ")
        + TextNumbers.time(seconds)
        + ", until "
        + MINUTES.format(finish(seconds))
        + " if it starts now\n";
  }

  /** As a document. */
  void write(JsonGenerator json) {
    Study study = study();
    json.writeStartObject();
    json.writeStringProperty("study", study.name());
    json.writeStringProperty("search", study.search().kind().id());
    json.writeNumberProperty("sizes", study.sizes().size());
    json.writeNumberProperty("learningRates", study.search().grid().count());
    json.writeNumberProperty("seeds", study.search().seeds().size());
    json.writeNumberProperty("gridTrials", study.gridTrials());
    json.writeNumberProperty("gridSteps", study.gridTrials() * study.training().steps());
    json.writeNumberProperty("trialsLeft", forecast.trials());
    json.writeNumberProperty("workers", workers);
    optional(json, "coreHours", forecast.coreHours());
    optional(json, "seconds", seconds());
    json.writeName("expectedFinish");
    if (seconds().isPresent()) {
      json.writeString(
          finish(seconds().getAsDouble())
              .truncatedTo(ChronoUnit.SECONDS)
              .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    } else {
      json.writeNull();
    }
    json.writeArrayPropertyStart("forecast");
    forecast.sizes().forEach(size -> write(json, size));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SizeForecast size) {
    json.writeStartObject();
    json.writeStringProperty("size", size.size());
    json.writeNumberProperty("trialsLeft", size.trials());
    optional(json, "secondsPerTrial", size.secondsPerTrial());
    if (size.basis() instanceof Basis.Measured measured) {
      json.writeStringProperty("toldBy", "same");
      json.writeNumberProperty("trials", measured.trials());
    } else if (size.basis() instanceof Basis.Scaled scaled) {
      json.writeStringProperty("toldBy", "scaled");
      json.writeStringProperty("model", scaled.model());
      json.writeNumberProperty("trials", scaled.trials());
      json.writeNumberProperty("parameterRatio", scaled.parameters());
      json.writeNumberProperty("batchRatio", scaled.batch());
    } else {
      json.writeStringProperty("toldBy", "nothing");
    }
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, OptionalDouble value) {
    json.writeName(name);
    if (value.isPresent()) {
      json.writeNumber(value.getAsDouble());
    } else {
      json.writeNull();
    }
  }
}
