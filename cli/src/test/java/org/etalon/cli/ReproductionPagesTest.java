package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.etalon.document.Value;
import org.etalon.lab.reproduce.Claim;
import org.etalon.lab.reproduce.Part;
import org.etalon.lab.reproduce.Preset;
import org.etalon.lab.reproduce.Presets;
import org.etalon.lab.reproduce.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The pages of reproductions in the documentation are of the presets as they are. */
class ReproductionPagesTest {
  private static final Path PAGES =
      Path.of("").toAbsolutePath().getParent().resolve("docs/reproductions");
  private static final List<String> NAMES = Presets.NAMES;

  private static Preset preset(String name) {
    return Presets.read(name, ReproductionBench.experiments());
  }

  private static Map<String, Object> page(String name) throws IOException {
    return Cli.json(Files.readString(PAGES.resolve(name + ".json")));
  }

  @Test
  void theIndexLinksThemAll() throws IOException {
    String index = Files.readString(PAGES.resolve("index.md"));
    assertThat(NAMES).allSatisfy(name -> assertThat(index).contains("(" + name + ".md)"));
  }

  /** What was claimed, and what would have counted against it, was not written after the run. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void claimsAreThoseOfThePreset(String name) throws IOException {
    Map<String, Object> page = page(name);
    Preset preset = preset(name);
    assertThat(page.get("claim")).isEqualTo(preset.claim().strip());
    List<Map<String, Object>> parts = Cli.objects(page, "parts");
    assertThat(parts.stream().map(part -> part.get("part")))
        .containsExactlyElementsOf(preset.parts().stream().map(Part::name).toList());
    for (int i = 0; i < parts.size(); i++) {
      assertThat(Cli.objects(parts.get(i), "comparisons").stream().map(ReproductionPagesTest::told))
          .containsExactlyElementsOf(
              ran(parts.get(i))
                  ? preset.parts().get(i).claims().stream()
                      .map(ReproductionPagesTest::told)
                      .toList()
                  : List.of());
    }
  }

  private static boolean ran(Map<String, Object> part) {
    return !part.containsKey("skipped");
  }

  private static List<Object> told(Claim claim) {
    return List.of(claim.quantity(), claim.says(), end(claim.low()), end(claim.high()));
  }

  private static List<Object> told(Map<String, Object> comparison) {
    Map<String, Object> published = Cli.object(comparison, "published");
    return List.of(
        comparison.get("quantity"),
        comparison.get("says"),
        String.valueOf(published.get("from")),
        String.valueOf(published.get("to")));
  }

  private static String end(double value) {
    return Double.isInfinite(value) ? "null" : String.valueOf(value);
  }

  /** Every part that scale small has was run, on the preset's grid. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void settingsAreThoseOfThePreset(String name) throws IOException {
    Map<String, Object> page = page(name);
    assertThat(page.get("scale")).isEqualTo(Scale.SMALL.id());
    Map<String, Map<String, Object>> parts =
        Cli.objects(page, "parts").stream()
            .collect(Collectors.toMap(part -> (String) part.get("part"), part -> part));
    Set<String> ran =
        parts.entrySet().stream()
            .filter(part -> ran(part.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    for (Part part : preset(name).parts()) {
      assertThat(ran.contains(part.name()))
          .as(part.name())
          .isEqualTo(part.scales().contains(Scale.SMALL));
      Value.Mapping keys = part.keys().get(Scale.SMALL);
      if (keys != null && keys.get("learning-rates") instanceof Value.Mapping rates) {
        assertThat((String) Cli.object(parts.get(part.name()), "setting").get("rates"))
            .as(part.name())
            .startsWith(text(rates, "count") + " from " + text(rates, "from"));
      }
    }
  }

  private static String text(Value.Mapping keys, String key) {
    return keys.get(key) instanceof Value.Scalar scalar ? scalar.text() : "";
  }
}
