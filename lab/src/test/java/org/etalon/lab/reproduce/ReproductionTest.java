package org.etalon.lab.reproduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.etalon.document.DocumentReader;
import org.etalon.graph.InputException;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class ReproductionTest {
  private static final String DEPTHS =
      """
      title: A law
      claim: Rates fall
      source: somewhere
      core-minutes: {smoke: 0, small: 1, paper: 2}
      all:
        learning-rates: {from: 0.001, to: 1, count: 10}
        seeds: 3
      parts:
        - part: depths
          title: Of depths
          experiment: exponent
          against: [update-units, layers]
          model: net
          vary: {depth: [2, 4, 8, 16]}
          claims:
            - {of: exponent, value: -1.5, rivals: [-1, 0], says: the law, source: a paper}
            - {of: exponent, from: -0.6, to: -0.4, says: another}
        - part: elsewhere
          title: On data that are not there
          experiment: exponent
          model: net
          data: cifar10
          vary: {depth: [2, 4]}
        - part: large
          title: Not for now
          experiment: exponent
          scales: [paper]
          model: net
          vary: {depth: [2, 4]}
      """;

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(new StoreAddress(folder.resolve("e.db").toString()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Preset preset(String text) {
    return PresetReader.read(
        DocumentReader.parse(text, false),
        "law",
        List.of(new ExponentExperiment(), new WidthExperiment(), new TransferExperiment()));
  }

  private static Reproduction run(Preset preset, KnownWorld world) throws InterruptedException {
    return Reproduction.run(preset, world, part -> {});
  }

  @Test
  void aKnownExponentIsFoundAndJudged() throws Exception {
    Reproduction made = run(preset(DEPTHS), new KnownWorld(-1.5, store));
    List<Comparison> claims = made.comparisons();
    assertThat(claims.get(0).measured().value().orElseThrow()).isCloseTo(-1.5, within(0.1));
    assertThat(claims.get(0).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(claims.get(1).verdict()).isEqualTo(Verdict.CONTRADICTS);
    assertThat(made.parts().get(0).unclaimed().get(0).value().orElseThrow())
        .as("over layers, which go as the square of update units here")
        .isCloseTo(-0.75, within(0.05));
    assertThat(made.cost().trials()).isEqualTo(4 * 10 * 3);
    assertThat(made.cost().coreMinutes()).isCloseTo(4 * 10 * 3 * 0.1, within(1e-9));
    assertThat(made.parts().get(1).skipped()).contains("cifar10");
    assertThat(made.parts().get(2).skipped()).contains("not a part of scale small");
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws Exception {
    KnownWorld world = new KnownWorld(-1.5, store);
    Reproduction first = run(preset(DEPTHS), world);
    int trained = world.trained();
    Reproduction second = run(preset(DEPTHS), world);
    assertThat(world.trained()).isEqualTo(trained);
    assertThat(Page.of(second)).isEqualTo(Page.of(first));
  }

  @Test
  void aPageHasSettingClaimMeasurementVerdictAndCost() throws Exception {
    Reproduction made = run(preset(DEPTHS), new KnownWorld(-1, store));
    assertThat(Page.of(made))
        .startsWith("# A law\n\nPublished: Rates fall (somewhere)\n")
        .contains("| [depths](#depths) | exponent | the law (a paper) | −1.5 |")
        .contains("| contradicts |")
        .contains("| networks | `net:depth=2` with depth 2, 4, 8, 16 |")
        .contains("| rates | 10 from 0.001 to 1, every one with every seed |")
        .contains("| seeds | 1, 2, 3 |")
        .contains("| 16 | 16 | 256 |")
        .contains("![law small depths](law-depths.svg)")
        .contains("Not run: the data `cifar10` were not there")
        .contains("| all | 120 | 0 | 0 | 12.0 |")
        .contains("Made with etalon 1, engine 1, Java 17, system.")
        .doesNotContain("host");
  }

  @Test
  void anIndexIsMadeOfTheDocumentsOfAFolder() throws Exception {
    Reproduction made = run(preset(DEPTHS), new KnownWorld(-1.5, store));
    StringWriter document = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), document)) {
      PageJson.write(made, json);
    }
    Files.writeString(folder.resolve("law.json"), document.toString(), UTF_8);
    assertThat(IndexPage.of(folder, List.of("absent", "law")))
        .contains("| [A law](law.md) | small | 1 | 1 | 0 | 12.0 |")
        .doesNotContain("absent");
  }

  @Test
  void widthIsSweptWithAndWithoutMup() throws Exception {
    String widths =
        DEPTHS.substring(0, DEPTHS.indexOf("parts:"))
            + """
            parts:
              - part: widths
                title: Of widths
                experiment: width
                model: net
                vary: {width: [2, 4, 8, 16]}
                claims:
                  - {of: muP slope, value: 0, rivals: [-1], says: it stays}
                  - {of: standard slope, to: 0, rivals: [0], says: it falls}
            """;
    Reproduction made = run(preset(widths), new KnownWorld(-1, store));
    assertThat(made.comparisons()).allMatch(one -> one.verdict() == Verdict.AGREES);
    assertThat(made.comparisons().get(0).measured().value().orElseThrow())
        .isCloseTo(0, within(0.1));
    assertThat(made.comparisons().get(1).measured().value().orElseThrow())
        .isCloseTo(-1, within(0.1));
  }

  @Test
  void aClaimOfWhatIsNotMeasuredIsAMistakeInThePreset() {
    Preset wrong = preset(DEPTHS.replace("of: exponent, from", "of: slope, from"));
    assertThatThrownBy(() -> run(wrong, new KnownWorld(-1, store)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("slope")
        .hasMessageContaining("exponent over layers");
  }
}
