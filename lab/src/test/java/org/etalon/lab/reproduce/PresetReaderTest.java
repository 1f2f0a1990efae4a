package org.etalon.lab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetReaderTest {
  private static final String GOOD =
      """
      title: A law
      claim: Rates fall
      source: somewhere
      core-minutes: {smoke: 0, small: 1, paper: 2}
      all: {steps: 100, seeds: 3, learning-rates: {from: 0.01, to: 1, count: 20}}
      smoke: {steps: 5, learning-rates: {count: 4}}
      parts:
        - part: cnn
          title: CNN
          experiment: exponent
          against: [layers]
          model: cnn
          vary: {depth: [3, 5]}
          steps: 50
          smoke: {seeds: 2, epochs: 1, steps: }
          claims:
            - {of: exponent, value: -1.5, says: the law}
      """;

  private static Preset read(String text) {
    return PresetReader.read(
        DocumentReader.parse(text, false), "law", List.of(new ExponentExperiment()));
  }

  private static String key(Value.Mapping keys, String key) {
    return keys.get(key) instanceof Value.Scalar scalar ? scalar.text() : "";
  }

  @Test
  void whatRunsIsPutTogetherFromTheGeneralToTheParticular() {
    Part part = read(GOOD).parts().get(0);
    Value.Mapping small = part.keys().get(Scale.SMALL);
    assertThat(key(small, "steps")).as("the part's before the preset's").isEqualTo("50");
    assertThat(key(small, "seeds")).isEqualTo("3");
    Value.Mapping smoke = part.keys().get(Scale.SMOKE);
    assertThat(smoke.has("steps")).as("a key without a value takes it away").isFalse();
    assertThat(key(smoke, "epochs")).isEqualTo("1");
    assertThat(key(smoke, "seeds")).isEqualTo("2");
    assertThat(smoke.get("learning-rates"))
        .isInstanceOfSatisfying(
            Value.Mapping.class,
            rates -> {
              assertThat(key(rates, "count")).isEqualTo("4");
              assertThat(key(rates, "from")).isEqualTo("0.01");
            });
  }

  @Test
  void aPartMayBeOfSomeScalesOnly() {
    Part part = read(GOOD.replace("model: cnn", "model: cnn\n    scales: [paper]")).parts().get(0);
    assertThat(part.scales()).containsExactly(Scale.PAPER);
    assertThat(part.keys()).containsOnlyKeys(Scale.PAPER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: A law         | titel: A law                  | titel",
        "title: A law         | claims: A law                 | claims",
        "steps: 50            | stepz: 50                     | stepz",
        "smoke: {steps: 5     | smoke: {stepz: 5              | stepz",
        "smoke: {seeds: 2     | smoke: {study: mine           | study",
        "paper: 2}            | paper: -2}                    | core-minutes.paper",
        ", paper: 2}          | }                             | paper",
        "value: -1.5          | value: steep                  | claims.value",
        "value: -1.5          | value: -1.5, from: -2         | from",
        "value: -1.5          | from: -1, to: -2              | below 'from'",
        "value: -1.5, says    | says                          | value: -1.5",
        "says: the law        | source: the law               | says",
        "part: cnn            | part: The CNN                 | small letters",
        "steps: 50            | scales: []                    | scales",
      })
  void mistakesAreNamed(String good, String bad, String named) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(named);
  }

  @Test
  void twoPartsOfOneNameAreRefused() {
    String part = GOOD.substring(GOOD.indexOf("  - part"));
    assertThatThrownBy(() -> read(GOOD + part))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("two parts 'cnn'");
  }

  @Test
  void anUnknownExperimentOrScaleIsNotGuessed() {
    assertThatThrownBy(() -> read(GOOD.replace("experiment: exponent", "experiment: exponents")))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("exponent");
    assertThatThrownBy(() -> read(GOOD.replace("steps: 50", "scales: [tiny]")))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("smoke");
  }
}
