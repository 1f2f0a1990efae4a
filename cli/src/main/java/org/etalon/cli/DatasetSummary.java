package org.etalon.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.etalon.data.Dataset;
import org.etalon.graph.Source;
import tools.jackson.core.JsonGenerator;

/** What a dataset holds, for people and for programs. */
final class DatasetSummary {
  /** More names of classes than this are not shown to people. */
  private static final int MOST_NAMES = 20;

  private DatasetSummary() {}

  static String text(Dataset dataset) {
    boolean real = dataset.element() == Source.Element.REAL;
    Table table = new Table("data", Failures.oneLine(dataset.name()));
    table.row("from", Failures.oneLine(dataset.provenance().place()));
    table.row(
        "example",
        Arrays.stream(dataset.exampleShape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("×"))
            + (real ? " numbers" : " characters"));
    table.row("training", dataset.train().size() + " examples");
    table.row("test", dataset.test().size() + " examples: " + dataset.provenance().heldOut());
    table.row(real ? "classes" : "characters", classes(dataset));
    if (real) {
      table.row("mean", numbers(dataset.normalisation().mean()));
      table.row("std", numbers(dataset.normalisation().std()));
    }
    return table.toString();
  }

  private static String classes(Dataset dataset) {
    List<String> names = dataset.classNames();
    boolean shown = dataset.element() == Source.Element.REAL && names.size() <= MOST_NAMES;
    return dataset.classes() + (shown ? ": " + Failures.oneLine(String.join(", ", names)) : "");
  }

  private static String numbers(double[] values) {
    return Arrays.stream(values).mapToObj(TextNumbers::number).collect(Collectors.joining(" "));
  }

  static void json(Dataset dataset, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("data", dataset.name());
    json.writeStringProperty("from", dataset.provenance().place());
    json.writeStringProperty("element", dataset.element().name().toLowerCase(Locale.ROOT));
    json.writeArrayPropertyStart("exampleShape");
    for (long size : dataset.exampleShape()) {
      Json.whole(json, size);
    }
    json.writeEndArray();
    json.writeNumberProperty("training", dataset.train().size());
    json.writeNumberProperty("test", dataset.test().size());
    json.writeStringProperty("heldOut", dataset.provenance().heldOut());
    json.writeNumberProperty("classes", dataset.classes());
    Json.strings(json, "classNames", dataset.classNames());
    numbers(json, "mean", dataset.normalisation().mean());
    numbers(json, "std", dataset.normalisation().std());
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, double[] values) {
    json.writeArrayPropertyStart(name);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
