package org.etalon.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.sweep.CaveatWords;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import tools.jackson.core.JsonGenerator;

/** The optimal learning rates of a sweep, for people and for programs. */
final class Optima {
  private Optima() {}

  /** One row for each size. */
  static String text(Sweep sweep) {
    Table table =
        new Table(
            sweep.varied().orElse("size"), ">η*", ">low", ">high", ">runs", ">diverged", "remarks");
    for (SizeRuns size : sweep.sizes()) {
      table.row(
          Failures.oneLine(name(sweep, size)),
          TextNumbers.number(rate(size)),
          TextNumbers.number(size.optimum().map(Optimum::low).orElse(OptionalDouble.empty())),
          TextNumbers.number(size.optimum().map(Optimum::high).orElse(OptionalDouble.empty())),
          Integer.toString(size.observations().size()),
          Long.toString(size.count(Observation.Ending.DIVERGED)),
          String.join("; ", remarks(size)));
    }
    return table.toString();
  }

  private static String name(Sweep sweep, SizeRuns size) {
    return sweep.varied().isPresent() && size.size().value().isPresent()
        ? TextNumbers.number(size.size().value().getAsDouble())
        : size.size().label();
  }

  private static OptionalDouble rate(SizeRuns size) {
    return size.optimum().isPresent()
        ? OptionalDouble.of(size.optimum().get().learningRate())
        : OptionalDouble.empty();
  }

  /** What must be said with a size's optimum, in words. */
  static List<String> remarks(SizeRuns size) {
    if (size.observations().isEmpty()) {
      return List.of("no run has finished yet");
    }
    Optional<Optimum> optimum = size.optimum();
    if (optimum.isEmpty()) {
      return List.of("at every rate a run diverged: try lower rates");
    }
    return CaveatWords.of(optimum.get());
  }

  /** The list {@code sizes} of a document. */
  static void write(Sweep sweep, JsonGenerator json) {
    json.writeArrayPropertyStart("sizes");
    for (SizeRuns size : sweep.sizes()) {
      json.writeStartObject();
      json.writeStringProperty("size", size.size().label());
      Json.optional(json, "value", size.size().value());
      json.writeStringProperty("model", size.size().model());
      json.writeObjectPropertyStart("depth");
      size.size().depths().forEach((measure, depth) -> Json.number(json, measure.id(), depth));
      json.writeEndObject();
      json.writeName("optimum");
      optimum(size, json);
      json.writeNumberProperty("runs", size.observations().size());
      json.writeNumberProperty("diverged", size.count(Observation.Ending.DIVERGED));
      json.writeNumberProperty("abandoned", size.count(Observation.Ending.ABANDONED));
      Json.strings(json, "remarks", remarks(size));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void optimum(SizeRuns size, JsonGenerator json) {
    if (size.optimum().isEmpty()) {
      json.writeNull();
      return;
    }
    Optimum optimum = size.optimum().get();
    json.writeStartObject();
    json.writeNumberProperty("learningRate", optimum.learningRate());
    Json.optional(json, "low", optimum.low());
    Json.optional(json, "high", optimum.high());
    json.writeNumberProperty("confidence", optimum.confidence());
    json.writeBooleanProperty("atEdge", optimum.atEdge());
    json.writeNumberProperty("trials", optimum.trials());
    json.writeNumberProperty("bestTried", optimum.bestTried());
    json.writeEndObject();
  }
}
