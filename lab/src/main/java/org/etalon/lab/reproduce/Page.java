package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.etalon.lab.plot.Chart;

/** A reproduction as a page in Markdown, with its charts beside it. */
public final class Page {
  private final Reproduction made;
  private final StringBuilder text = new StringBuilder();

  private Page(Reproduction made) {
    this.made = made;
  }

  /** The whole page. */
  public static String of(Reproduction made) {
    return new Page(made).write();
  }

  /**
   * The file name of a part's chart.
   *
   * @param number of the chart within its part, from 0
   */
  public static String chartFile(Preset preset, Part part, int number) {
    return preset.name() + "-" + part.name() + (number == 0 ? "" : "-" + (number + 1)) + ".svg";
  }

  private String write() {
    Preset preset = made.preset();
    text.append("# ").append(preset.title()).append("\n\n");
    paragraph("Published: " + preset.claim().strip() + " (" + preset.source() + ")");
    if (!preset.method().isBlank()) {
      paragraph(preset.method().strip());
    }
    paragraph(scale());
    outcome();
    made.parts().forEach(this::part);
    cost();
    return text.toString().stripTrailing() + "\n";
  }

  private String scale() {
    return switch (made.scale()) {
      case SMOKE ->
          "**Scale `smoke`: this run only checks that everything works. Its numbers say nothing.**";
      case SMALL ->
          "Scale `small`: narrow networks, short runs, small data. Where a number differs from the"
              + " published one, the claim does not carry over to this setting; that says nothing"
              + " about the setting in which it was published.";
      case PAPER -> "Scale `paper`: the published protocol as far as it is known.";
    };
  }

  // --- the numbers -------------------------------------------------------------------------------

  private void outcome() {
    text.append("## Outcome\n\n");
    List<List<String>> rows = new ArrayList<>();
    for (PartResult part : made.parts()) {
      String name = link(part.part());
      for (Comparison one : part.comparisons()) {
        rows.add(
            List.of(
                name,
                one.claim().quantity(),
                one.claim().says() + source(one.claim()),
                one.claim().value(),
                Numbers.value(one.measured().value()),
                Numbers.ends(one.measured().interval()),
                one.reason()));
      }
      for (Measured one : part.unclaimed()) {
        rows.add(
            List.of(
                name,
                one.quantity(),
                "",
                "–",
                Numbers.value(one.value()),
                Numbers.ends(one.interval()),
                one.note()));
      }
      if (part.outcome().isEmpty()) {
        rows.add(List.of(name, "", "", "", "", "", "not run: " + part.skipped()));
      }
    }
    table(
        new PageTable(
            "",
            List.of("part", "number", "claim", ">published", ">ours", ">interval", "verdict"),
            rows));
    paragraph(
        "The interval alone decides, at the confidence that each part states: *agrees* if it holds a"
            + " published value and no value of a rival theory, *contradicts* if it holds no"
            + " published value, *cannot tell* if it holds both or if there is none."
            + chance());
  }

  private String chance() {
    long decided =
        made.comparisons().stream().filter(c -> c.measured().interval().isPresent()).count();
    return decided < 2
        ? ""
        : " An interval of 90 % misses the truth once in ten: if all "
            + decided
            + " claims that were decided here were true, about "
            + Math.max(1, Math.round(decided / 10.0))
            + " would be contradicted by chance.";
  }

  private static String source(Claim claim) {
    return claim.source().isEmpty() ? "" : " (" + claim.source() + ")";
  }

  private static String link(Part part) {
    return "[" + part.name() + "](#" + part.name() + ")";
  }

  // --- parts -------------------------------------------------------------------------------------

  private void part(PartResult result) {
    Part part = result.part();
    text.append("## ").append(part.name()).append("\n\n");
    paragraph(part.title());
    if (!part.expectation().isEmpty()) {
      paragraph("Expected before the run: " + part.expectation());
    }
    if (result.outcome().isEmpty()) {
      paragraph("Not run: " + result.skipped() + ".");
      return;
    }
    Outcome found = result.outcome().get();
    table(
        new PageTable(
            "",
            List.of("setting", ""),
            found.setting().stream().map(line -> List.of(line.name(), line.value())).toList()));
    for (PageTable one : found.tables()) {
      if (!one.title().isEmpty()) {
        text.append("### ").append(one.title()).append("\n\n");
      }
      table(one);
    }
    int number = 0;
    for (Chart chart : found.charts()) {
      text.append("![").append(cell(chart.title())).append("](");
      text.append(chartFile(made.preset(), part, number++)).append(")\n\n");
    }
    if (!found.notes().isEmpty()) {
      found.notes().forEach(note -> text.append("- ").append(note.strip()).append('\n'));
      text.append('\n');
    }
  }

  private void cost() {
    text.append("## Cost\n\n");
    List<List<String>> rows = new ArrayList<>();
    for (PartResult part : made.parts()) {
      part.outcome().ifPresent(found -> rows.add(cost(part.part().name(), found.cost())));
    }
    rows.add(cost("all", made.cost()));
    table(
        new PageTable(
            "", List.of("part", ">trials", ">diverged", ">given up", ">core-minutes"), rows));
    if (!made.versions().isEmpty()) {
      paragraph("Made with " + String.join("; ", made.versions()) + ".");
    }
    paragraph(
        "To repeat it: `etalon reproduce "
            + made.preset().name()
            + " --scale "
            + made.scale().id()
            + "`. The ranges, grids and seeds are those of the preset's file; nothing was run again,"
            + " chosen or left out but what the tables say.");
  }

  private static List<String> cost(String name, Cost cost) {
    return List.of(
        name,
        Long.toString(cost.trials()),
        Long.toString(cost.diverged()),
        Long.toString(cost.abandoned()),
        String.format(Locale.ROOT, "%.1f", cost.coreMinutes()));
  }

  // --- Markdown ----------------------------------------------------------------------------------

  private void paragraph(String words) {
    text.append(words.replaceAll("\\s+", " ")).append("\n\n");
  }

  private void table(PageTable table) {
    text.append(
        table.header().stream()
            .map(name -> cell(name.startsWith(">") ? name.substring(1) : name))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    text.append(
        table.header().stream()
            .map(name -> name.startsWith(">") ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    for (List<String> row : table.rows()) {
      text.append(row.stream().map(Page::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    text.append('\n');
  }

  private static String cell(String words) {
    return words.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
