package org.etalon.lab.exchange;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import tools.jackson.core.JsonGenerator;

/** Trials and results as JSON, number for number. */
final class TrialJson {
  private TrialJson() {}

  static void trial(JsonGenerator json, Trial trial) {
    json.writeObjectPropertyStart("trial");
    json.writeStringProperty("model", trial.model());
    json.writeStringProperty("modelDigest", trial.modelDigest());
    json.writeStringProperty("init", trial.start().init());
    json.writeStringProperty("readout", trial.start().readout());
    trial
        .transfer()
        .ifPresent(
            plan -> {
              json.writeObjectPropertyStart("transfer");
              json.writeStringProperty("base", plan.base());
              json.writeStringProperty("law", plan.law());
              json.writeStringProperty("measure", plan.measure());
              optional(json, "exponent", plan.exponent());
              json.writeStringProperty("width", plan.width());
              json.writeEndObject();
            });
    json.writeStringProperty("optimizer", trial.optimizer());
    json.writeNumberProperty("learningRate", trial.learningRate());
    json.writeNumberProperty("weightDecay", trial.weightDecay());
    json.writeStringProperty("schedule", trial.schedule());
    json.writeStringProperty("data", trial.data());
    json.writeBooleanProperty("augmented", trial.augmented());
    json.writeNumberProperty("batch", trial.batch());
    json.writeNumberProperty("steps", trial.steps());
    json.writeStringProperty("loss", trial.loss());
    optional(json, "abandonAbove", trial.abandonAbove());
    json.writeBooleanProperty("evaluated", trial.evaluated());
    json.writeNumberProperty("seed", trial.seed());
    json.writeEndObject();
  }

  static void result(JsonGenerator json, TrialResult result) {
    json.writeObjectPropertyStart("result");
    json.writeStringProperty("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    optional(json, "validationLoss", result.validationLoss());
    optional(json, "accuracy", result.accuracy());
    json.writeNumberProperty("seconds", result.seconds());
    Provenance made = result.provenance();
    json.writeStringProperty("etalon", made.etalon());
    json.writeStringProperty("engine", made.engine());
    json.writeStringProperty("java", made.java());
    json.writeStringProperty("system", made.system());
    json.writeStringProperty("host", made.host());
    json.writeArrayPropertyStart("losses");
    for (float loss : result.losses()) {
      json.writeNumber(loss);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsDouble());
    }
  }

  static Trial trial(LineObject json) {
    Optional<Trial.Transfer> transfer =
        json.optionalObject("transfer")
            .map(
                plan ->
                    new Trial.Transfer(
                        plan.text("base"),
                        plan.text("law"),
                        plan.text("measure"),
                        plan.optionalReal("exponent"),
                        plan.text("width")));
    try {
      return new Trial(
          json.text("model"),
          json.text("modelDigest"),
          new Trial.Start(json.text("init"), json.text("readout")),
          transfer,
          json.text("optimizer"),
          json.real("learningRate"),
          json.real("weightDecay"),
          json.text("schedule"),
          json.text("data"),
          json.flag("augmented"),
          Math.toIntExact(json.whole("batch")),
          json.whole("steps"),
          json.text("loss"),
          json.optionalReal("abandonAbove"),
          json.flag("evaluated"),
          json.whole("seed"));
    } catch (IllegalArgumentException | ArithmeticException outOfRange) {
      throw json.problem("settings", "are out of range: " + outOfRange.getMessage(), "");
    }
  }

  static TrialResult result(LineObject json) {
    float[] losses = json.curve("losses");
    TrialResult.Outcome outcome;
    try {
      outcome = TrialResult.Outcome.valueOf(json.text("outcome").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw json.problem(
          "outcome", "is neither finished, diverged nor abandoned", "export the study again");
    }
    double seconds = json.real("seconds");
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)
        || (outcome == TrialResult.Outcome.FINISHED && losses.length == 0)) {
      throw json.problem(
          "seconds", "or the number of losses is impossible", "export the study again");
    }
    return new TrialResult(
        outcome,
        losses,
        json.optionalReal("validationLoss"),
        json.optionalReal("accuracy"),
        seconds,
        new Provenance(
            json.text("etalon"),
            json.text("engine"),
            json.text("java"),
            json.text("system"),
            json.text("host")));
  }
}
