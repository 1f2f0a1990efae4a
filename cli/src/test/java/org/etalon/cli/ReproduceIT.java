package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.etalon.lab.reproduce.Presets;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every preset in a process of its own, killed on the way. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ReproduceIT {
  private static final Path HOME = Path.of(System.getProperty("etalon.home"));

  @TempDir private Path folder;

  private Process start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                HOME.resolve("bin/etalon").toString(),
                "reproduce",
                "all",
                "--scale",
                "smoke",
                "--out",
                "pages",
                "--format",
                "json")
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** When each result was finished, by the trial's key; no trial is finished twice. */
  private Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    try (Store store = Store.open(new StoreAddress(folder.resolve("pages/etalon.db").toString()))) {
      store
          .studies()
          .forEach(
              study ->
                  store
                      .results(study.name())
                      .forEach((key, result) -> seconds.put(key, result.seconds())));
    }
    return seconds;
  }

  @Test
  void allPresetsRunAtSmokeScaleAndGoOnAfterAKill() throws Exception {
    Process first = start();
    Path half = folder.resolve("pages").resolve(Presets.NAMES.get(1) + ".md");
    while (first.isAlive() && !Files.exists(half)) {
      boolean unused = first.waitFor(50, TimeUnit.MILLISECONDS);
    }
    first.destroyForcibly().waitFor();
    Map<String, Double> before = seconds();
    assertThat(before).isNotEmpty();

    assertThat(start().waitFor()).as(Files.readString(folder.resolve("stderr"))).isZero();
    assertThat(seconds()).as("what was done was not done again").containsAllEntriesOf(before);
    String index = Files.readString(folder.resolve("pages/index.md"));
    for (String name : Presets.NAMES) {
      assertThat(index).contains("](" + name + ".md) | smoke |");
      String page = Files.readString(folder.resolve("pages/" + name + ".md"));
      assertThat(page)
          .contains("## Outcome")
          .contains("## Cost")
          .contains("Its numbers say nothing");
      var charts = java.util.regex.Pattern.compile("]\\(([^)#]+\\.svg)\\)").matcher(page);
      while (charts.find()) {
        assertThat(folder.resolve("pages").resolve(charts.group(1))).exists();
      }
    }
    assertThat(Cli.objects(Cli.json(Files.readString(folder.resolve("stdout"))), "reproductions"))
        .extracting(one -> one.get("preset"))
        .isEqualTo(Presets.NAMES);
  }
}
