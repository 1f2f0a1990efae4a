package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCommandTest {
  @TempDir private Path folder;

  private Path text() throws Exception {
    Path file = Files.createDirectory(folder.resolve("tinyshakespeare")).resolve("input.txt");
    Files.writeString(file, "To be, or not to be, that is the question. ".repeat(20));
    return file;
  }

  @Test
  void listsWhatIsKnownFoundAndLookedAt() throws Exception {
    text();
    Cli.Outcome outcome = Cli.run("data", "--data-dir", folder.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
    assertThat(outcome.out())
        .containsPattern("digits +Handwritten .* bundled")
        .containsPattern("tiny-shakespeare .*tinyshakespeare")
        .contains("--data-dir", "/usr/share/datasets");
  }

  @Test
  void theListAsJson() throws Exception {
    text();
    Map<String, Object> list =
        Cli.run("data", "--data-dir", folder.toString(), "--format", "json").json();
    List<Map<String, Object>> sources = Cli.objects(list, "data");
    assertThat(sources)
        .extracting(source -> source.get("id"))
        .contains("digits", "gaussian", "fashion-mnist", "cifar10", "images", "text");
    assertThat(sources.get(0)).containsEntry("found", "bundled").containsEntry("needsPath", false);
    assertThat(sources)
        .filteredOn(source -> source.get("id").equals("tiny-shakespeare"))
        .extracting(source -> source.get("found"))
        .containsExactly(folder.resolve("tinyshakespeare").toString());
    assertThat(Cli.objects(list, "lookedIn").get(0))
        .containsEntry("folder", folder.toString())
        .containsEntry("why", "--data-dir");
  }

  @Test
  void describesOne() {
    assertThat(Cli.run("data", "digits").out())
        .contains("1×8×8 numbers", "1442 examples", "355 examples: a fifth of every class");
    Map<String, Object> digits = Cli.run("data", "digits", "--format", "json").json();
    assertThat(digits)
        .containsEntry("training", 1442.0)
        .containsEntry("test", 355.0)
        .containsEntry("classes", 10.0)
        .containsEntry("element", "real")
        .containsEntry("exampleShape", List.of(1.0, 8.0, 8.0));
  }

  @Test
  void describesTextByItsCharacters() throws Exception {
    Cli.Outcome outcome = Cli.run("data", "text:path=" + text() + ",context=8");
    assertThat(outcome.out()).contains("8 characters", "characters  16");
    assertThat(outcome.out()).doesNotContain("mean");
  }

  @Test
  void gaussianInputsComeFromTheSeed() {
    assertThat(Cli.run("data", "gaussian:shape=3x4", "--seed", "3").out())
        .contains("seed 3", "3×4 numbers", "1024 examples");
  }

  @ParameterizedTest
  @CsvSource({
    "digitz, did you mean 'digits'?",
    "digits:size=3, unknown key 'size'",
    "cifar10:path=nowhere, no folder is there",
    "images, needs a path",
  })
  void badDataEndWithOneLine(String reference, String problem) {
    Cli.Outcome outcome = Cli.run("data", reference);
    assertThat(outcome.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(outcome.err()).contains(problem).hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Cli.Outcome outcome = Cli.run("data", "--data-dir", folder.resolve("none").toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(outcome.err()).contains("--data-dir", "no folder is there");
  }
}
