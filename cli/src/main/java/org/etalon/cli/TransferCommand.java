package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.etalon.export.Export;
import org.etalon.export.Folding;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code etalon transfer}: the plan for a target, from a learning rate that suits a base. */
@Command(
    name = "transfer",
    description = "Learning rate and start of every tensor of a target, from those of a base.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon transfer --base small.onnx --target large.onnx --lr 0.1",
      "  etalon transfer --base gpt:depth=4 --target gpt:depth=24 --lr 3e-4 --optimizer adamw \\",
      "      --law completep --weight-decay 0.1 --format json",
      "  etalon transfer --base vit:depth=6 --target vit:depth=12 --lr 0.1 --export pytorch --out plan.py"
    })
final class TransferCommand implements Callable<Integer> {
  private static final String JSON = "json";

  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Mixin private ResultOptions result = new ResultOptions();
  @Mixin private TransferOptions options = new TransferOptions();

  @Option(
      names = "--export",
      paramLabel = "json|pytorch|optax|djl",
      description = "The plan as code for a framework instead, or as JSON.")
  private @Nullable String export;

  @Option(
      names = "--fold",
      description = "Put the forward factors into the tensors' start, rate and decay.")
  private boolean fold;

  TransferCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    boolean json = result.isJson() || JSON.equals(export);
    Export code = export == null || JSON.equals(export) ? null : export(export);
    if (code != null && result.isJson()) {
      throw new UnknownIdentifierException(
          "format of --export " + code.id(), "json", List.of(code.id()));
    }
    TransferPlan made =
        Transfer.plan(options.request(main == null ? 0 : main.seed(), streams.err()));
    TransferPlan plan = fold ? Folding.fold(made) : made;
    result.write(
        streams,
        out -> {
          if (code != null) {
            out.write(code.write(plan).getBytes(UTF_8));
          } else if (json) {
            Json.document(out, generator -> TransferJson.write(plan, generator));
          } else {
            out.write(TransferText.of(plan).getBytes(UTF_8));
          }
        });
    if (!json) {
      Messages.print(plan.findings(), streams.err());
    }
    return ExitStatus.DONE;
  }

  private static Export export(String id) {
    if (Export.ids().contains(id)) {
      return Export.byId(id);
    }
    List<String> known = new ArrayList<>(List.of(JSON));
    known.addAll(Export.ids());
    throw new UnknownIdentifierException("export", id, known);
  }
}
