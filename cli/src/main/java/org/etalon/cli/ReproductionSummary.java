package org.etalon.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.etalon.lab.reproduce.Comparison;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.PageJson;
import org.etalon.lab.reproduce.PartResult;
import org.etalon.lab.reproduce.Preset;
import org.etalon.lab.reproduce.Reproduction;
import org.etalon.lab.reproduce.Scale;
import tools.jackson.core.JsonGenerator;

/** What {@code reproduce} prints: the list of presets, or the verdicts of those that were run. */
final class ReproductionSummary {
  private ReproductionSummary() {}

  /** The presets, what each puts to the test, and what each scale costs. */
  static String list(List<Preset> presets) {
    Table table = new Table("preset", "title", ">smoke", ">small", ">paper");
    StringBuilder claims = new StringBuilder();
    for (Preset preset : presets) {
      table.row(
          preset.name(),
          Failures.oneLine(preset.title()),
          minutes(preset, Scale.SMOKE),
          minutes(preset, Scale.SMALL),
          minutes(preset, Scale.PAPER));
      claims.append('\n').append(preset.name()).append(": ");
      claims.append(Failures.oneLine(preset.claim().strip().replaceAll("\\s+", " ")));
      claims.append(" (").append(Failures.oneLine(preset.source())).append(")\n");
    }
    return table
        + claims.toString()
        + "\ncosts are minutes of one core; of small as one run took them, of paper reckoned\n";
  }

  private static String minutes(Preset preset, Scale scale) {
    double minutes = preset.coreMinutes().getOrDefault(scale, Double.NaN);
    return minutes >= 10 ? TextNumbers.number(Math.rint(minutes)) : TextNumbers.number(minutes);
  }

  /** The list as a document. */
  static void list(List<Preset> presets, JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("presets");
    for (Preset preset : presets) {
      json.writeStartObject();
      json.writeStringProperty("preset", preset.name());
      json.writeStringProperty("title", preset.title());
      json.writeStringProperty("claim", preset.claim().strip());
      json.writeStringProperty("source", preset.source());
      json.writeObjectPropertyStart("coreMinutes");
      for (Scale scale : Scale.values()) {
        json.writeNumberProperty(scale.id(), preset.coreMinutes().getOrDefault(scale, Double.NaN));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** One row for each claim. */
  static String text(List<Reproduction> made, Path folder) {
    Table table =
        new Table("preset", "part", "number", ">published", ">ours", ">interval", "verdict");
    StringBuilder costs = new StringBuilder();
    for (Reproduction one : made) {
      for (PartResult part : one.parts()) {
        for (Comparison claim : part.comparisons()) {
          table.row(
              one.preset().name(),
              part.part().name(),
              Failures.oneLine(claim.claim().quantity()),
              claim.claim().value(),
              Numbers.value(claim.measured().value()),
              Numbers.ends(claim.measured().interval()),
              Failures.oneLine(claim.reason()));
        }
        if (part.outcome().isEmpty()) {
          table.row(
              one.preset().name(),
              part.part().name(),
              "",
              "",
              "",
              "",
              "not run: " + Failures.oneLine(part.skipped()));
        }
      }
      costs.append(
          String.format(
              Locale.ROOT,
              "%s: %d trials, %.1f core-minutes, page %s%n",
              one.preset().name(),
              one.cost().trials(),
              one.cost().coreMinutes(),
              folder.resolve(one.preset().name() + ".md")));
    }
    return table + "\n" + costs + "index: " + folder.resolve("index.md") + "\n";
  }

  /** The same as a document. */
  static void write(List<Reproduction> made, Path folder, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("index", folder.resolve("index.md").toString());
    json.writeArrayPropertyStart("reproductions");
    made.forEach(one -> PageJson.write(one, json));
    json.writeEndArray();
    json.writeEndObject();
  }
}
