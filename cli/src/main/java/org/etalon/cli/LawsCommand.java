package org.etalon.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.MeasuredLaw;
import org.etalon.law.ProbedLaw;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** {@code etalon laws}: every law and initialisation with its equation and source. */
@Command(
    name = "laws",
    description = "The laws and initialisations, with equations and sources.",
    footerHeading = "%nExample:%n",
    footer = "  etalon laws")
final class LawsCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ResultOptions result = new ResultOptions();

  LawsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    List<Law> laws = new ArrayList<>(Laws.all());
    laws.add(new MeasuredLaw(1));
    result.write(streams, () -> text(laws), json -> json(laws, json));
    return ExitStatus.DONE;
  }

  private static String exponent(Law law) {
    return law.id().equals(MeasuredLaw.ID) ? "fitted" : TextNumbers.number(law.exponent());
  }

  private static String text(List<Law> laws) {
    Table table = new Table("law", "depth", ">exponent", "equation", "source");
    for (Law law : laws) {
      table.row(law.id(), law.defaultMeasure().id(), exponent(law), law.equation(), law.source());
    }
    table.row(ProbedLaw.ID, "–", "probed", ProbedLaw.EQUATION, ProbedLaw.SOURCE);
    Table inits = new Table("init", "rule", "source");
    for (Initialisation init : Initialisations.all()) {
      inits.row(init.id(), init.rule(), init.source());
    }
    return table + "\n" + inits;
  }

  private static void json(List<Law> laws, JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("laws");
    for (Law law : laws) {
      json.writeStartObject();
      json.writeStringProperty("id", law.id());
      json.writeStringProperty("depthMeasure", law.defaultMeasure().id());
      if (law.id().equals(MeasuredLaw.ID)) {
        json.writeNullProperty("exponent");
      } else {
        Json.optional(json, "exponent", law.exponent());
      }
      json.writeStringProperty("equation", law.equation());
      json.writeStringProperty("source", law.source());
      Json.strings(json, "assumptions", law.assumptions());
      json.writeEndObject();
    }
    json.writeStartObject();
    json.writeStringProperty("id", ProbedLaw.ID);
    json.writeNullProperty("depthMeasure");
    json.writeNullProperty("exponent");
    json.writeStringProperty("equation", ProbedLaw.EQUATION);
    json.writeStringProperty("source", ProbedLaw.SOURCE);
    Json.strings(json, "assumptions", List.of(ProbedLaw.ASSUMPTION));
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayPropertyStart("initialisations");
    for (Initialisation init : Initialisations.all()) {
      json.writeStartObject();
      json.writeStringProperty("id", init.id());
      json.writeStringProperty("rule", init.rule());
      json.writeStringProperty("source", init.source());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
