package org.etalon.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;

/**
 * Writes a plan as one Python file that needs {@code torch} alone: {@code param_groups(model)},
 * {@code init_(model)} and {@code scale_(model)}.
 *
 * <p>The file is a table of this plan and code that is the same for every plan (the resource {@code
 * pytorch.py}). Names stand in it as string literals only.
 */
public final class PyTorchExport {
  private PyTorchExport() {}

  /** The file's text. */
  public static String of(TransferPlan plan) {
    String table = table(plan);
    return header(plan)
        + "\nimport torch\nfrom torch import nn\n\n# The plan's fingerprint: hooks carry it.\nPLAN = "
        + Quoting.python(fingerprint(table))
        + "\n"
        + table
        + PythonText.resource("pytorch.py");
  }

  private static String header(TransferPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Written by Etalon. How to use it, with this file beside the training script as plan.py:
        #
        #     import plan
        #     plan.scale_(model)  # forward factors; nothing to do if there are none
        #     plan.init_(model, torch.Generator().manual_seed(0))
        """);
    String optimizer =
        switch (plan.request().optimizer()) {
          case SGD -> "SGD";
          case ADAM -> "Adam";
          case ADAMW -> "AdamW";
        };
    text.append("#     optimizer = torch.optim.")
        .append(optimizer)
        .append("(plan.param_groups(model), lr=plan.LEARNING_RATE)\n#\n");
    PlanSummary.lines(plan)
        .forEach(line -> text.append("# ").append(Quoting.comment(line)).append('\n'));
    return text.toString();
  }

  private static String table(TransferPlan plan) {
    StringBuilder text = new StringBuilder();
    RateGroups groups = RateGroups.of(plan);
    text.append("MODEL = ")
        .append(Quoting.python(plan.request().target().reference()))
        .append("\nOPTIMIZER = ")
        .append(Quoting.python(plan.request().optimizer().id()))
        .append("\nBASE_LEARNING_RATE = ")
        .append(plan.request().learningRate())
        .append("\nLEARNING_RATE = ")
        .append(plan.learningRate())
        .append("\n\n# What tensors are trained with that share a group.\nGROUPS = (\n");
    for (RateGroups.Settings settings : groups.groups()) {
      text.append("    {\"lr\": ")
          .append(settings.learningRate())
          .append(", \"weight_decay\": ")
          .append(settings.weightDecay());
      settings.epsilon().ifPresent(value -> text.append(", \"eps\": ").append(value));
      text.append("},\n");
    }
    text.append(
        ")\n\n# Name, shape, group, distribution, mean and std of the start.\nTENSORS = (\n");
    for (int i = 0; i < plan.tensors().size(); i++) {
      TensorPlan tensor = plan.tensors().get(i);
      text.append("    (")
          .append(Quoting.python(tensor.name()))
          .append(", ")
          .append(shape(tensor))
          .append(", ")
          .append(groups.of().get(i))
          .append(", ")
          .append(PythonText.start(tensor))
          .append("),\n");
    }
    text.append(")\n\n# Forward factors, by the module that each is attached to.\nFACTORS = (\n");
    for (Attachment attachment : Attachment.of(plan)) {
      factor(attachment, text);
    }
    return text.append(")\n").toString();
  }

  private static String shape(TensorPlan tensor) {
    long[] sizes = tensor.tensor().parameter().shape().sizes();
    StringBuilder text = new StringBuilder("(");
    for (long size : sizes) {
      text.append(size).append(sizes.length == 1 ? "," : ", ");
    }
    if (sizes.length > 1) {
      text.setLength(text.length() - 2);
    }
    return text.append(')').toString();
  }

  private static void factor(Attachment attachment, StringBuilder text) {
    Place place = attachment.place();
    String where =
        place instanceof Place.Input ? "input" : place instanceof Place.Part ? "part" : "output";
    String ranges = "()";
    int axis = -1;
    if (place instanceof Place.Part part) {
      axis = part.axis();
      ranges =
          part.ranges().stream()
              .map(range -> "(" + range.start() + ", " + range.end() + "),")
              .collect(Collectors.joining(" ", "(", ")"));
    }
    text.append("    {\"kind\": ")
        .append(Quoting.python(attachment.kind().id()))
        .append(", \"factor\": ")
        .append(attachment.factor())
        .append(", \"place\": ")
        .append(Quoting.python(where))
        .append(", \"host\": ")
        .append(Quoting.python(attachment.host().name().toLowerCase(Locale.ROOT)))
        .append(", \"tensors\": ")
        .append(names(attachment.tensors()))
        .append(", \"takes_part\": ")
        .append(attachment.takesPart() ? "True" : "False")
        .append(", \"parts\": ")
        .append(ranges)
        .append(", \"axis\": ")
        .append(axis)
        .append(", \"calls\": ")
        .append(attachment.calls())
        .append(", \"node\": ")
        .append(Quoting.python(attachment.nodes().get(0)))
        .append(", \"problem\": ")
        .append(Quoting.python(attachment.problem()))
        .append("},\n");
  }

  private static String names(List<String> names) {
    return names.stream()
        .map(name -> Quoting.python(name) + ",")
        .collect(Collectors.joining(" ", "(", ")"));
  }

  private static String fingerprint(String table) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(table.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
