package org.etalon.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.etalon.family.CellSpace;
import org.etalon.family.Families;
import org.etalon.family.Key;
import org.etalon.family.Keyed;
import org.etalon.family.ModelFamily;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** {@code etalon families}: the built-in families with their keys and defaults. */
@Command(
    name = "families",
    description = "The built-in model families, their keys and defaults.",
    footerHeading = "%nExample:%n",
    footer = "  etalon families")
final class FamiliesCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ResultOptions result = new ResultOptions();

  FamiliesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    result.write(streams, () -> text(), json -> json(json));
    return ExitStatus.DONE;
  }

  private static String text() {
    StringBuilder text = new StringBuilder();
    for (ModelFamily family : Families.all()) {
      text.append(family.id()).append(" – ").append(family.description()).append('\n');
      text.append("  example: ").append(family.example()).append('\n');
      if (family instanceof CellSpace space) {
        text.append("  code: ").append(space.codeForm()).append('\n');
      }
      Table keys = new Table("  key", "default", "values", "meaning");
      for (Key key : family.keys()) {
        keys.row("  " + key.name(), key.defaultText(), key.kind(), key.meaning());
      }
      text.append(keys.isEmpty() ? "" : keys).append('\n');
    }
    return text.toString();
  }

  private static void json(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("families");
    for (ModelFamily family : Families.all()) {
      json.writeStartObject();
      json.writeStringProperty("id", family.id());
      json.writeStringProperty("description", family.description());
      json.writeStringProperty("example", family.example());
      keys(json, family);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The keys of a family or another thing that references name. */
  static void keys(JsonGenerator json, Keyed keyed) {
    json.writeArrayPropertyStart("keys");
    for (Key key : keyed.keys()) {
      json.writeStartObject();
      json.writeStringProperty("name", key.name());
      json.writeStringProperty("default", key.defaultText());
      json.writeStringProperty("values", key.kind());
      json.writeStringProperty("meaning", key.meaning());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
