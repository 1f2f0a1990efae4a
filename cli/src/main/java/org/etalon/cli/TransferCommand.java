package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** {@code etalon transfer}: the plan for a target, from a learning rate that suits a base. */
@Command(
    name = "transfer",
    description = "Learning rate and start of every tensor of a target, from those of a base.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon transfer --base small.onnx --target large.onnx --lr 0.1",
      "  etalon transfer --base gpt:depth=4 --target gpt:depth=24 --lr 3e-4 --optimizer adamw \\",
      "      --law completep --weight-decay 0.1 --format json"
    })
final class TransferCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ResultOptions result = new ResultOptions();
  @Mixin private TransferOptions options = new TransferOptions();

  TransferCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    TransferPlan plan = Transfer.plan(options.request());
    result.write(
        streams,
        out -> {
          if (result.isJson()) {
            try (JsonGenerator json = Json.indented(out)) {
              TransferJson.write(plan, json);
              json.writeRaw('\n');
            }
          } else {
            out.write(TransferText.of(plan).getBytes(UTF_8));
          }
        });
    if (!result.isJson()) {
      Messages.print(plan.findings(), streams.err());
    }
    return ExitStatus.DONE;
  }
}
