package org.etalon.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.tensor.Use;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code etalon explain}: one tensor's part of a plan, step by step with sources. */
@Command(
    name = "explain",
    description = "One tensor's part of a transfer plan, step by step with sources.",
    footerHeading = "%nExample:%n",
    footer = "  etalon explain --base mlp:width=64 --target mlp:width=512 --lr 0.1 readout.weight")
final class ExplainCommand implements Callable<Integer> {
  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Mixin private ResultOptions result = new ResultOptions();
  @Mixin private TransferOptions options = new TransferOptions();

  @Parameters(paramLabel = "TENSOR", description = "Name of a tensor of the target.")
  private String tensor = "";

  ExplainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    TransferPlan plan =
        Transfer.plan(options.request(main == null ? 0 : main.seed(), streams.err()));
    TensorPlan found =
        plan.tensors().stream()
            .filter(candidate -> candidate.name().equals(tensor))
            .findFirst()
            .orElseThrow(() -> unknown(plan));
    List<String> nodes = found.tensor().uses().stream().map(Use::node).map(n -> n.name()).toList();
    List<ForwardFactor> factors =
        plan.forward().stream().filter(factor -> nodes.contains(factor.node())).toList();
    result.write(
        streams,
        () -> text(plan, found, factors),
        json -> {
          json.writeStartObject();
          TransferJson.header(plan, json);
          json.writeName("tensor");
          TransferJson.tensor(found, json);
          TransferJson.forward(factors, json);
          Json.strings(json, "assumptions", plan.assumptions());
          Json.findings(json, plan.findings());
          json.writeEndObject();
        });
    return ExitStatus.DONE;
  }

  private InputException unknown(TransferPlan plan) {
    List<String> names = plan.tensors().stream().map(TensorPlan::name).toList();
    return new InputException(
        tensor,
        "is no learned tensor of " + plan.request().target().reference(),
        Spelling.nearest(tensor, names)
            .map(name -> "did you mean '" + name + "'?")
            .orElse("'etalon analyze' lists its tensors"));
  }

  private static String text(TransferPlan plan, TensorPlan tensor, List<ForwardFactor> factors) {
    StringBuilder text = new StringBuilder(TransferText.header(plan));
    text.append(Failures.oneLine(tensor.name())).append(' ');
    text.append(tensor.tensor().parameter().shape()).append('\n');
    int step = 1;
    for (String line : tensor.evidence()) {
      text.append("  ").append(step++).append(". ").append(Failures.oneLine(line)).append('\n');
    }
    for (ForwardFactor factor : factors) {
      text.append("  ").append(step++).append(". forward pass at ").append(factor.node());
      text.append(": ").append(factor.evidence()).append('\n');
    }
    Table table = new Table("", ">");
    table.row(
        "learning rate",
        TextNumbers.number(plan.request().learningRate())
            + " · "
            + TextNumbers.number(tensor.multiplier())
            + " = "
            + TextNumbers.number(tensor.learningRate()));
    table.row("weight decay", TextNumbers.number(tensor.weightDecay()));
    table.row("initial mean", TextNumbers.number(tensor.initial().mean()));
    table.row("initial std", TextNumbers.number(tensor.initial().std()));
    if (tensor.epsilon().isPresent()) {
      table.row("ε", TextNumbers.number(tensor.epsilon()));
    }
    return text.append(table).toString();
  }
}
