package org.etalon.lab.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.DocumentReader;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.search.AdaptiveSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class StudyFileTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SCHEMA_FILE = ROOT.resolve("docs/study.schema.json");
  private static final Schema SCHEMA = schema();
  private static final String RATES = "learning-rates: {from: 0.01, to: 1, count: 5}\n";

  /** Words whose networks are as deep as their reference is long. */
  private static final StudyWords WORDS =
      new PlainWords() {
        @Override
        public List<Size> family(String model, String key, List<String> values, String data) {
          List<Size> sizes = new ArrayList<>();
          for (String value : values) {
            if (!value.matches("\\d+")) {
              throw new InputException(model, key + " is " + value, "give a number");
            }
            sizes.add(
                size(
                    key + "=" + value,
                    OptionalDouble.of(Double.parseDouble(value)),
                    model + "," + key + "=" + value));
          }
          return sizes;
        }

        @Override
        public Size model(Optional<String> label, OptionalDouble value, String model, String data) {
          return size(label.orElse(model), value, model);
        }

        private Size size(String label, OptionalDouble value, String model) {
          return new Size(
              label,
              value,
              model,
              "",
              Map.of(DepthMeasure.LAYERS, (double) model.length()),
              OptionalDouble.empty());
        }

        @Override
        public long stepsPerEpoch(String data, int batch) {
          return 1000 / batch;
        }

        @Override
        public List<Double> ratios(List<Size> sizes, String law, Training training) {
          return sizes.stream()
              .map(size -> sizes.get(0).value().orElseThrow() / size.value().orElseThrow())
              .toList();
        }
      };

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(SCHEMA_FILE, UTF_8), InputFormat.JSON);
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }

  private static Study read(String yaml) {
    return StudyReader.read(DocumentReader.parse(yaml, false), "file", WORDS);
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples/studies"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesFollowTheSchemaAndSurviveTheStore(Path file) throws IOException {
    assertThat(SCHEMA.validate(Files.readString(file, UTF_8), InputFormat.YAML)).isEmpty();
    Study study = StudyReader.read(file, WORDS);
    String definition = StudyWriter.write(study);
    assertThat(SCHEMA.validate(definition, InputFormat.JSON)).isEmpty();
    assertThat(StudyReader.kept(definition)).isEqualTo(study);
  }

  @Test
  void theSchemaAndTheReaderKnowTheSameKeys() throws IOException {
    assertThat(
            new JsonMapper()
                .readTree(Files.readString(SCHEMA_FILE, UTF_8))
                .get("properties")
                .propertyNames())
        .containsExactlyInAnyOrderElementsOf(StudyReader.KEYS);
  }

  @Test
  void whatIsLeftOutHasTheUsualValue() {
    Study study = read("model: mlp\nvary: {depth: [2, 4]}\n" + RATES);
    assertThat(study.name()).isEqualTo("file");
    assertThat(study.varied()).contains("depth");
    assertThat(study.sizes()).extracting(Size::label).containsExactly("depth=2", "depth=4");
    assertThat(study.score()).isEqualTo(Score.MEAN_TRAINING_LOSS);
    assertThat(study.search().seeds()).containsExactly(1L, 2L, 3L);
    Training training = study.training();
    assertThat(training.start()).isEqualTo(new Trial.Start("he", "he"));
    assertThat(training.batch()).isEqualTo(64);
    assertThat(training.steps()).isEqualTo(100);
    assertThat(training.data()).isEqualTo("digits");
    assertThat(study.gridTrials()).isEqualTo(2 * 5 * 3);
  }

  @Test
  void epochsBecomeSteps() {
    assertThat(read("model: mlp\nbatch: 100\nepochs: 2.5\n" + RATES).training().steps())
        .isEqualTo(25);
  }

  @Test
  void aGuessIsCarriedFromTheFirstSizeToTheOthers() {
    Study study =
        read("model: mlp\nvary: {depth: [2, 4]}\nsearch: adaptive\nguess: {rate: 0.4}\n" + RATES);
    assertThat(study.sizes().get(1).guess()).hasValue(0.2);
    assertThat(study.search().search(OptionalDouble.of(0.2), 10, study.abandons()))
        .isInstanceOf(AdaptiveSearch.class);
  }

  @Test
  void hopelessRunsAreGivenUpOnlyWhereThatCannotBiasTheOptimum() {
    String adaptive = "model: mlp\nsearch: adaptive\n" + RATES;
    assertThat(read(adaptive).abandons()).isTrue();
    assertThat(read(adaptive + "score: error-rate\n").abandons()).isFalse();
    assertThat(read("model: mlp\n" + RATES).abandons()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "model: mlp | learning-rates",
        "model: mlp\\nlearning-rates: {from: 1, to: 0.1} | learning-rates.to",
        "model: mlp\\nlearning-rates: {from: 0, to: 1} | learning-rates.from",
        "model: mlp\\nlearning-rates: {from: 0.1, to: 1, count: 2} | learning-rates.count",
        "model: mlp\\nlearning-rates: {from: 0.1, to: 1, cuont: 5} | cuont",
        "R: | model",
        "R:modell: mlp | modell",
        "R:model: mlp\\nmodels: [mlp] | model",
        "R:models: [mlp]\\nvary: {depth: [2]} | vary",
        "R:model: mlp\\nvary: {depth: [2, 2]} | vary",
        "R:model: mlp\\nvary: {depth: [2], width: [3]} | vary",
        "R:model: mlp\\nvary: depth | vary",
        "R:model: mlp\\nsteps: 10\\nepochs: 1 | steps",
        "R:model: mlp\\nsteps: 0 | steps",
        "R:model: mlp\\nbatch: many | batch",
        "R:model: mlp\\nseeds: [1, 1] | seeds",
        "R:model: mlp\\nseeds: [] | seeds",
        "R:model: mlp\\nguess: {rate: 0.1} | guess",
        "R:model: mlp\\naccuracy: 0.3 | accuracy",
        "R:model: mlp\\nsearch: adaptive\\nguess: {rate: 5} | guess.rate",
        "R:model: mlp\\naugment: perhaps | augment",
        "R:model: mlp\\nstudy: a/b | study",
        "R:model: mlp\\ntransfer: {law: am-mup} | base",
        "R:model: [mlp] | model",
        "R:sizes: [{label: a}, {label: a}] | sizes of one name",
        "- 1 | list"
      })
  void whatContradictsItselfIsRefusedWithThePlace(String text, String place) {
    String yaml = text.startsWith("R:") ? RATES + text.substring(2) : text;
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(place);
  }

  @ParameterizedTest
  @CsvSource({"init, nosuch", "search, random", "score, luck", "readout, none"})
  void unknownWordsAreToldWithTheKnownOnes(String key, String word) {
    assertThatThrownBy(() -> read(RATES + "model: mlp\n" + key + ": " + word))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining(word);
  }

  @Test
  void damagedFilesAreRefusedAndNothingElse() throws IOException {
    Random random = new Random(1);
    for (Path file : examples()) {
      String text = Files.readString(file, UTF_8);
      for (int i = 0; i < 400; i++) {
        StringBuilder damaged = new StringBuilder(text);
        for (int j = 0; j <= random.nextInt(4); j++) {
          int at = random.nextInt(damaged.length());
          switch (random.nextInt(3)) {
            case 0 -> damaged.replace(at, at + 1, " ");
            case 1 -> damaged.insert(at, (char) (32 + random.nextInt(95)));
            default -> damaged.setLength(Math.max(2, at));
          }
        }
        try {
          read(damaged.toString());
        } catch (InputException | UnknownIdentifierException refused) {
          assertThat(refused.getMessage()).isNotBlank();
        }
      }
    }
  }
}
