package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.family.Scope;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.model.ModelReader;
import org.etalon.spec.SpecWriter;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code etalon analyze}: depth measures, path moments, tensors with roles, findings. */
@Command(
    name = "analyze",
    description = "Depth measures, path moments and tensors of a model.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon analyze model.onnx",
      "  etalon analyze resnet-50 --format json",
      "  etalon analyze nasbench201:3_24_440 --scope cell",
      "  etalon analyze --from references.txt --out analyses.jsonl"
    })
final class AnalyzeCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions result = new ResultOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model file, or a family or cell (see 'etalon families').")
  private @Nullable String model;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Read one reference a line from FILE (- for stdin) and print one JSON document a line, in"
              + " order. A reference that cannot be read becomes {\"model\", \"error\"}.")
  private @Nullable String from;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "NAME",
      description = "The graph inputs of a file that are data; the others are parameters.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The value of a file to analyse instead of its first output.")
  private @Nullable String output;

  @Option(
      names = "--init",
      paramLabel = "ID",
      defaultValue = "he",
      description = "The initialisation whose mean and std are shown (default: he).")
  private String init = "he";

  @Option(
      names = "--scope",
      paramLabel = "network|cell",
      description = "cell: count inside one NAS cell or DAG, as [C24]'s experiments do.")
  private Scope scope = Scope.NETWORK;

  AnalyzeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Initialisation initialisation = Initialisations.byId(init);
    takeModelFromInputs();
    if ((model == null) == (from == null)) {
      throw new ParameterException(
          spec.commandLine(),
          model == null
              ? "Missing MODEL, or --from FILE."
              : "MODEL and --from exclude each other.");
    }
    result.checkPlace();
    ModelReader reader = new ModelReader(inputs, Optional.ofNullable(output), scope);
    if (from != null) {
      result.check();
      return many(from, reader, initialisation);
    }
    Network network = reader.read(java.util.Objects.requireNonNull(model));
    if (result.isSpec()) {
      result.write(streams, out -> writeSpec(network, out));
      Messages.print(network.findings(), streams.err());
      return ExitStatus.DONE;
    }
    Analysis analysis = new Analysis(network, initialisation);
    result.write(
        streams, () -> AnalyzeText.of(analysis), json -> AnalyzeJson.write(analysis, json));
    if (!result.isJson()) {
      Messages.print(analysis.findings(), streams.err());
    }
    return ExitStatus.DONE;
  }

  private static void writeSpec(Network network, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, UTF_8);
    SpecWriter.write(network, text);
    text.flush();
  }

  /** {@code --input a b model}: the names took the model with them. */
  private void takeModelFromInputs() {
    if (model == null && from == null && inputs.size() > 1) {
      model = inputs.remove(inputs.size() - 1);
    }
  }

  private int many(String source, ModelReader reader, Initialisation initialisation)
      throws IOException {
    int[] failed = new int[1];
    try (InputStream in = source.equals("-") ? streams.in() : open(source)) {
      result.write(
          streams, out -> failed[0] = new BatchAnalysis(reader, initialisation).run(in, out));
    }
    if (failed[0] > 0) {
      streams.err().println("etalon: " + failed[0] + " references could not be read");
      return ExitStatus.BAD_INPUT;
    }
    return ExitStatus.DONE;
  }

  private static InputStream open(String source) throws IOException {
    Path path = Path.of(source);
    if (!Files.exists(path)) {
      throw new InputException("--from " + source, "file not found", "check the path");
    }
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw new InputException("--from " + source, "cannot be read", "give a readable file");
    }
    return Files.newInputStream(path);
  }
}
