package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzeCommandTest {
  @TempDir private Path folder;

  @Test
  void jsonHasEveryFieldOfTheContract() {
    Cli.Outcome outcome = Cli.run("analyze", "resnet-18", "--format", "json");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    Map<String, Object> json = outcome.json();
    assertThat(json.keySet())
        .containsExactly(
            "model",
            "source",
            "input",
            "output",
            "depth",
            "paths",
            "parameters",
            "tensors",
            "findings");
    assertThat(json).containsEntry("model", "resnet-18").containsEntry("source", "family");
    assertThat(json).containsEntry("input", List.of("input"));
    Map<String, Object> depth = Cli.object(json, "depth");
    assertThat(depth)
        .containsEntry("minimal-path", 13.0)
        .containsEntry("update-units", 10.0)
        .containsEntry("longest-path", 18.0)
        .containsEntry("layers", 21.0)
        .containsEntry("blocks", 8.0);
    assertThat((double) depth.get("path-sum")).isEqualTo(Math.cbrt(440128));
    assertThat(Cli.object(json, "paths"))
        .containsEntry("count", "256")
        .containsEntry("sumDepth", "2944")
        .containsEntry("sumDepthCubed", "440128")
        .containsKey("sumDepthSquared");
    assertThat(Cli.object(json, "parameters"))
        .containsEntry("tensors", 62.0)
        .containsEntry("scalars", "11689512");
    Map<String, Object> stem = Cli.objects(json, "tensors").get(0);
    assertThat(stem)
        .containsEntry("name", "conv1.weight")
        .containsEntry("role", "input")
        .containsEntry("shape", List.of(64.0, 3.0, 7.0, 7.0))
        .containsEntry("fanIn", 147.0)
        .containsEntry("fanOut", 3136.0)
        .containsEntry("uses", 1.0)
        .containsEntry("block", null)
        .containsEntry("initMean", 0.0);
    assertThat((double) stem.get("initStd")).isEqualTo(Math.sqrt(2.0 / 147));
  }

  @Test
  void numbersBeyondADoubleAreStrings() {
    Map<String, Object> json =
        Cli.run("analyze", "resmlp:blocks=10000,width=8,layers=1", "--format", "json").json();
    Map<String, Object> depth = Cli.object(json, "depth");
    assertThat(depth).containsEntry("blocks", 10000.0);
    assertThat((String) depth.get("path-sum")).matches("\\d\\.\\d+E\\+\\d+");
    assertThat((String) Cli.object(json, "paths").get("count"))
        .isEqualTo(java.math.BigInteger.TWO.pow(10_000).toString());
  }

  @Test
  void withoutAPathDepthsAreNullAndAFindingSaysSo() {
    Cli.Outcome outcome = Cli.run("analyze", "dag-mlp:0_00_000", "--format", "json");
    assertThat(outcome.status()).isZero();
    Map<String, Object> json = outcome.json();
    assertThat(Cli.object(json, "paths")).containsEntry("count", "0");
    assertThat(Cli.object(json, "depth").values()).containsOnlyNulls();
    assertThat(Cli.objects(json, "findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding).containsEntry("severity", "warning");
              assertThat((String) finding.get("message")).contains("no path");
            });
  }

  @Test
  void textAbbreviatesLongNumbersAndGroupsRepeatedTensors() {
    Cli.Outcome outcome = Cli.run("analyze", "resmlp:blocks=2000,width=8,layers=2");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("×4000");
    assertThat(outcome.out().lines()).hasSizeLessThan(40).allMatch(line -> line.length() < 160);
  }

  @Test
  void findingsOfTextGoToStderr() {
    Cli.Outcome outcome = Cli.run("analyze", "dag-mlp:0_00_000");
    assertThat(outcome.err()).contains("warning:").contains("no path");
    assertThat(outcome.out()).doesNotContain("no path");
  }

  @Test
  void scopeCellCountsInsideTheCell() throws Exception {
    Map<String, Object> json =
        Cli.run("analyze", "nasbench201:3_30_004", "--scope", "cell", "--format", "json").json();
    assertThat(Cli.object(json, "paths"))
        .containsEntry("count", "1")
        .containsEntry("sumDepth", "2")
        .containsEntry("sumDepthCubed", "8");
    assertThat(Cli.run("analyze", "mlp", "--scope", "cell").status()).isEqualTo(3);
  }

  @Test
  void initChoosesTheShownStart() {
    Map<String, Object> json =
        Cli.run("analyze", "mlp:in=12", "--init", "pytorch", "--format", "json").json();
    assertThat((double) Cli.objects(json, "tensors").get(0).get("initStd"))
        .isEqualTo(Math.sqrt(1.0 / 36));
  }

  @Test
  void inputNamesMayStandBeforeTheModel() throws Exception {
    String model = Cli.resource("mup_mlp_w64.onnx").toString();
    assertThat(Cli.run("analyze", model, "--input", "input").status()).isZero();
    assertThat(Cli.run("analyze", "--input", "input", model).status()).isZero();
    assertThat(Cli.run("analyze", "--input", "nosuch", model).status()).isEqualTo(3);
    assertThat(Cli.run("analyze", "mlp", "--input", "input").status()).isEqualTo(3);
  }

  @Test
  void oneLineAReferenceInOrderAndFailuresInPlace() {
    StringBuilder input = new StringBuilder();
    for (int i = 1; i <= 200; i++) {
      input.append(i == 77 ? "nosuchfamily" : "mlp:width=4,depth=" + i).append("\n");
      input.append(i % 50 == 0 ? "\n" : "");
    }
    Cli.Outcome outcome = Cli.runWith(input.toString(), "analyze", "--from", "-");
    assertThat(outcome.status()).isEqualTo(3);
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(200);
    for (int i = 1; i <= 200; i++) {
      Map<String, Object> json = Cli.json(lines.get(i - 1));
      if (i == 77) {
        assertThat(json.keySet()).containsExactly("model", "error");
        assertThat((String) json.get("error")).contains("nosuchfamily");
      } else {
        assertThat(json).containsEntry("model", "mlp:width=4,depth=" + i);
        assertThat(Cli.object(json, "depth")).containsEntry("layers", i + 1.0);
      }
    }
  }

  @Test
  void referencesComeFromAFileToo() throws Exception {
    Path list = Files.writeString(folder.resolve("list.txt"), "mlp\r\nresnet-18");
    Cli.Outcome outcome = Cli.run("analyze", "--from", list.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(Cli.run("analyze", "--from", folder.resolve("none").toString()).status())
        .isEqualTo(3);
    assertThat(Cli.run("analyze", "--from", folder.toString()).status()).isEqualTo(3);
  }

  @Test
  void modelAndListExcludeEachOther() {
    assertThat(Cli.run("analyze").status()).isEqualTo(2);
    assertThat(Cli.run("analyze", "mlp", "--from", "-").status()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nosuch.onnx", "/no/such/file", "./mlp", "C:\\model.onnx", "mlp:dept=4", "mlp:depth=x",
        "resnet-19", "", "nasbench201:9_99_999", "x.yaml", "\u0000", "mlp:"
      })
  void whatCannotBeReadIsBadInput(String reference) {
    Cli.Outcome outcome = Cli.run("analyze", reference);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("etalon: ").hasLineCount(1);
  }

  @Test
  void aFileThatIsMissingIsSaidToBeMissing() {
    assertThat(Cli.run("analyze", "modle.onnx").err()).contains("modle.onnx: file not found");
  }

  @Test
  void foldersEmptyFilesAndGarbageAreBadInput() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    Path garbage = Files.writeString(folder.resolve("garbage.onnx"), "this is no model at all");
    assertThat(Cli.run("analyze", folder + "/").err()).contains("is a folder");
    for (Path path : List.of(folder, empty, garbage)) {
      assertThat(Cli.run("analyze", path.toString()).status()).as(path.toString()).isEqualTo(3);
    }
  }

  @Test
  void controlCharactersOfAReferenceDoNotReachTheTerminal() {
    Cli.Outcome outcome = Cli.run("analyze", "\u001b[31mred\n\n.onnx");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).doesNotContain("\u001b").hasLineCount(1);
  }
}
