package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets of [C24] on the real engine, at the scale of seconds. */
class ArchitecturePresetsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"random-dags", "initialisation", "re-ranking"})
  void presetsRunOnTheEngineAndWriteTheirPages(String preset) throws Exception {
    String[] line = {
      "reproduce", preset, "--scale", "smoke", "--workers", "1", "--out", folder.toString()
    };
    Cli.Outcome first = Cli.run(line);
    assertThat(first.status()).as(first.err()).isZero();
    Map<String, Object> document = Cli.json(Files.readString(folder.resolve(preset + ".json")));
    for (Object part : (List<?>) document.get("parts")) {
      List<?> measured = (List<?>) ((Map<?, ?>) part).get("measured");
      assertThat(measured).isNotEmpty();
      assertThat(measured).anyMatch(one -> ((Map<?, ?>) one).get("value") != null);
    }
    String page = Files.readString(folder.resolve(preset + ".md"));
    assertThat(page).contains("drawn by seed").contains("not stated here");

    Cli.Outcome again = Cli.run(line);
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(Files.readString(folder.resolve(preset + ".md"))).isEqualTo(page);
  }
}
