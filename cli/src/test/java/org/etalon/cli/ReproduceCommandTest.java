package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.lab.reproduce.Part;
import org.etalon.lab.reproduce.Preset;
import org.etalon.lab.reproduce.Presets;
import org.etalon.lab.reproduce.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproduceCommandTest {
  @TempDir private Path folder;

  @Test
  void withoutAPresetAllAreListedWithTheirCosts() {
    Cli.Outcome list = Cli.run("reproduce");
    assertThat(list.status()).as(list.err()).isZero();
    assertThat(list.out()).contains(Presets.NAMES).contains("minutes of one core");
    assertThat(Cli.objects(Cli.run("reproduce", "--format", "json").json(), "presets"))
        .extracting(preset -> preset.get("preset"))
        .isEqualTo(Presets.NAMES);
  }

  @Test
  void everyPresetStatesItsSeedsAndRangesAtEveryScaleOfEveryPart() {
    for (String name : Presets.NAMES) {
      Preset preset = Presets.read(name, ReproductionBench.experiments());
      assertThat(preset.parts()).as(name).isNotEmpty();
      for (Part part : preset.parts()) {
        part.keys()
            .forEach(
                (scale, keys) ->
                    assertThat(keys.has("seeds")).as("%s %s", part.name(), scale).isTrue());
        if (part.keys().containsKey(Scale.SMOKE)) {
          assertThat(part.keys().get(Scale.SMOKE).get("data"))
              .as("tests need no files")
              .satisfiesAnyOf(
                  data -> assertThat(data).isNull(),
                  data -> assertThat(data.toString()).containsPattern("digits|gaussian"));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "depth-laws, depth-law, 2",
    "depth-law --scale tiny, smoke, 2",
    "depth-law --workers 0, workers, 3",
    "depth-law --format spec, json, 2",
    "nothing.yaml, nothing.yaml, 3"
  })
  void whatCannotBeIsToldBeforeAnythingRuns(String words, String named, int status) {
    Cli.Outcome outcome =
        Cli.run(("reproduce " + words + " --out " + folder.resolve("out")).split(" "));
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.err()).contains(named);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aPresetOfOnesOwnRunsFromItsFile() throws Exception {
    Path preset =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            title: Mine
            claim: None
            source: me
            core-minutes: {smoke: 0, small: 0, paper: 0}
            parts:
              - part: mlp
                title: MLP
                experiment: exponent
                model: mlp:width=8
                vary: {depth: [1, 2]}
                steps: 4
                seeds: 2
                learning-rates: {from: 0.01, to: 1, count: 3}
                claims: [{of: exponent, value: -1.5, says: the law}]
            """,
            UTF_8);
    Path out = folder.resolve("out");
    Cli.Outcome made = Cli.run("reproduce", preset.toString(), "--out", out.toString());
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).contains("mine").contains("cannot tell").contains("12 trials");
    assertThat(Files.readString(out.resolve("mine.md"))).contains("mlp:depth=1,width=8,in=64");
    assertThat(Files.readString(out.resolve("index.md"))).contains("[Mine](mine.md)");
  }
}
