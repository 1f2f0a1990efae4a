package org.etalon.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etalon.family.ModelReference;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.onnx.OnnxReader;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plans for real PyTorch models, written as PyTorch files and tried out there. Skipped where no
 * {@code python3} can import torch and torchvision.
 */
class PyTorchExportTest {
  private static final List<String> SCRIPTS = List.of("models.py", "to_onnx.py", "check_plans.py");
  private static final long MOST_SECONDS = 300;

  /** Plans that cannot be folded, and what folding must say. */
  private static final Map<String, String> UNFOLDABLE =
      Map.of(
          "gpt_untied", "beside the queries",
          "gpt_parallel", "beside the queries",
          "gpt_bare_qknorm", "does not keep proportion",
          "gpt_separate", "",
          "gpt_qknorm", "",
          "resnet", "",
          "swiglu", "");

  private static final List<String> HOSTILE =
      List.of(
          "quote\".weight",
          "\"\"\"'''.weight",
          "back\\slash\\",
          "\\u0022.weight",
          "line\nbreak\r.weight",
          "{name}%s.weight",
          "tab\t\0\u0085\u2028.weight",
          "\u043a\u043b\u044e\u0447.\ud83e\uddea",
          "lone\ud800surrogate",
          "import os  ; os.abort()");

  @TempDir private static Path folder;

  @TestFactory
  Stream<DynamicTest> realModelsTrainAsPlanned() throws Exception {
    for (String script : SCRIPTS) {
      try (InputStream resource = PyTorchExportTest.class.getResourceAsStream(script)) {
        Files.copy(resource, folder.resolve(script));
      }
    }
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no python3 with torch and torchvision on this machine");
    run(python.orElseThrow(), "to_onnx.py");
    List<DynamicTest> folding = new ArrayList<>();
    Map<String, TransferPlan> plans = plans();
    for (Map.Entry<String, TransferPlan> entry : plans.entrySet()) {
      String name = entry.getKey();
      TransferPlan plan = entry.getValue();
      Files.writeString(folder.resolve(name + ".py"), PyTorchExport.of(plan));
      Files.writeString(folder.resolve(name + ".tsv"), numbers(plan));
      String refusal = "";
      try {
        TransferPlan folded = Folding.fold(plan);
        if (!plan.forward().isEmpty()) {
          Files.writeString(folder.resolve(name + ".folded.py"), PyTorchExport.of(folded));
        }
      } catch (InputException refused) {
        refusal = refused.getMessage();
      }
      String said = refusal;
      if (UNFOLDABLE.containsKey(name)) {
        folding.add(
            DynamicTest.dynamicTest(
                name + " folding",
                () -> {
                  assertThat(said).contains(UNFOLDABLE.get(name));
                  assertThat(said.isEmpty()).isEqualTo(UNFOLDABLE.get(name).isEmpty());
                }));
      }
    }
    for (String name : List.of("vit", "vit-sgd", "vit-adam")) {
      Files.writeString(folder.resolve(name + ".optax.py"), OptaxExport.of(plans.get(name)));
    }
    hostile();
    Files.copy(Path.of("..", "docs", "exports.md"), folder.resolve("exports.md"));
    List<String> lines = run(python.orElseThrow(), "check_plans.py");
    List<DynamicTest> tests = new ArrayList<>(folding);
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      tests.add(
          DynamicTest.dynamicTest(
              parts[0] + " " + parts[1].replace('_', ' '),
              () -> assertThat(parts[2].replace("\\n", "\n")).isEqualTo("ok")));
    }
    assertThat(lines).hasSizeGreaterThan(200);
    return tests.stream();
  }

  /** Names that try to break out of the file they are written to, and very many. */
  private static void hostile() throws IOException {
    TransferPlan plan = linear(HOSTILE);
    Files.writeString(folder.resolve("hostile.py"), PyTorchExport.of(plan));
    Files.writeString(folder.resolve("hostile.optax.py"), OptaxExport.of(plan));
    StringBuilder names = new StringBuilder();
    for (String name : HOSTILE) {
      name.chars().forEach(c -> names.append(String.format(Locale.ROOT, "%04x", c)));
      names.append('\n');
    }
    Files.writeString(folder.resolve("hostile.names"), names);
    List<String> many =
        IntStream.range(0, 10_000).mapToObj(i -> "blocks." + i + ".weight").toList();
    Files.writeString(folder.resolve("many.py"), PyTorchExport.of(linear(many)));
  }

  private static TransferPlan linear(List<String> names) {
    GraphBuilder graph = new GraphBuilder();
    Node at = graph.input("data", Source.Element.REAL, Shape.of(2, 3));
    int layer = 0;
    for (String name : names) {
      Node weight = graph.parameter(name, 3, 3);
      at = graph.add("node " + layer++, new Layer.Linear(Layer.Layout.OUT_IN), at, weight);
    }
    Network network =
        Network.of("x\"\"\"\n'; import os # */ \\u000a", "test", graph.build(at), List.of());
    return Transfer.plan(TransferRequest.of(network, network, 0.1));
  }

  // ---- the plans ----

  private static Map<String, TransferPlan> plans() throws IOException {
    Map<String, TransferPlan> plans = new TreeMap<>();
    plans.put("resnet34_sgd", plan("resnet-18", "resnet-34", r -> r.withWeightDecay(1e-4)));
    plans.put("resnet50_sgd", plan("resnet-18", "resnet-50", r -> r));
    plans.put("resnet50_completep", plan("resnet-18", "resnet-50", PyTorchExportTest::completeP));
    plans.put("resnet_same", plan("resnet-18", "resnet-18", r -> r));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".target.onnx")) {
          String model = name.substring(0, name.length() - ".target.onnx".length());
          Network base = OnnxReader.read(folder.resolve(model + ".base.onnx"));
          TransferRequest request = TransferRequest.of(base, OnnxReader.read(file), 0.01);
          // Where queries and keys come from different layers of the input, nothing is a shortcut.
          boolean stream = !model.startsWith("cross");
          plans.put(
              model,
              Transfer.plan(stream ? completeP(request) : withEpsilon(request, Optimizer.ADAMW)));
          if (model.equals("gpt_untied")) {
            Initialisation own = Initialisations.byId("pytorch");
            plans.put(
                model + "-pytorch",
                Transfer.plan(request.withInitialisation(own, Optional.empty())));
          }
          if (model.equals("gpt_separate") || model.equals("swiglu") || model.equals("vit")) {
            plans.put(model + "-adam", Transfer.plan(withEpsilon(request, Optimizer.ADAM)));
            plans.put(model + "-sgd", Transfer.plan(request.withWeightDecay(0.01)));
          }
        }
      }
    }
    return plans;
  }

  private static TransferPlan plan(
      String base, String target, UnaryOperator<TransferRequest> change) {
    return Transfer.plan(
        change.apply(
            TransferRequest.of(
                ModelReference.parse(base).network(),
                ModelReference.parse(target).network(),
                0.01)));
  }

  private static TransferRequest completeP(TransferRequest request) {
    return withEpsilon(request, Optimizer.ADAMW)
        .withLaw(Laws.byId("completep", OptionalDouble.empty()), Optional.empty());
  }

  private static TransferRequest withEpsilon(TransferRequest request, Optimizer optimizer) {
    return request
        .withOptimizer(optimizer)
        .withWeightDecay(0.1)
        .withEpsilon(OptionalDouble.of(1e-6), EpsilonPolicy.CODE);
  }

  /** The plan's numbers by another way than the export's. */
  private static String numbers(TransferPlan plan) {
    StringBuilder text = new StringBuilder();
    for (TensorPlan tensor : plan.tensors()) {
      text.append(
          String.join(
              "\t",
              "tensor",
              tensor.name(),
              Double.toString(tensor.learningRate()),
              Double.toString(tensor.weightDecay()),
              text(tensor.epsilon()),
              tensor.initial().distribution().name(),
              text(tensor.initial().mean()),
              text(tensor.initial().std())));
      text.append('\n');
    }
    for (ForwardFactor factor : plan.forward()) {
      text.append("factor\t")
          .append(factor.kind().id())
          .append('\t')
          .append(factor.factor())
          .append('\n');
    }
    return text.toString();
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }

  // ---- Python ----

  private static Optional<String> python() throws Exception {
    for (String candidate : List.of("/usr/bin/python3", "python3")) {
      try {
        Process process =
            new ProcessBuilder(
                    candidate,
                    "-c",
                    "import importlib.util as u, sys;"
                        + " sys.exit(not all(map(u.find_spec, ['torch', 'torchvision'])))")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(candidate);
        }
        process.destroyForcibly();
      } catch (IOException absent) {
        // The next candidate.
      }
    }
    return Optional.empty();
  }

  private static List<String> run(String python, String script) throws Exception {
    Path out = folder.resolve(script + ".out");
    Process process =
        new ProcessBuilder(python, "-B", script, folder.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(out, UTF_8);
    assertThat(ended && process.exitValue() == 0).as("%s%n%s", script, text).isTrue();
    return text.lines().toList();
  }
}
