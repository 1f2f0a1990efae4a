package org.etalon.export;

import java.util.List;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;

/**
 * Writes a plan as one Python file for {@code optax}: a label per tensor, a transform per label,
 * the tensors' starts, and, in comments, the forward factors that the user must apply.
 */
public final class OptaxExport {
  private OptaxExport() {}

  /** The file's text. */
  public static String of(TransferPlan plan) {
    RateGroups groups = RateGroups.of(plan);
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Written by Etalon. How to use it, with this file beside the training script as plan.py:
        #
        #     import plan
        #     optimizer = plan.transform(params, name_of=my_names)
        #     state = optimizer.init(params)
        #
        """);
    comments(text, PlanSummary.lines(plan));
    if (!plan.forward().isEmpty()) {
      text.append("#\n# Forward factors. The model must apply them; this file cannot:\n");
      comments(text, PlanSummary.forward(plan));
    }
    text.append(
            "\nimport collections\n\nimport jax\nimport jax.numpy as jnp\nimport optax\n\nMODEL = ")
        .append(Quoting.python(plan.request().target().reference()))
        .append("\nOPTIMIZER = ")
        .append(Quoting.python(plan.request().optimizer().id()))
        .append("\n\n# Rate, decay and epsilon of each group, in optax's meaning.\nGROUPS = {\n");
    for (int i = 0; i < groups.groups().size(); i++) {
      RateGroups.Settings settings = groups.groups().get(i);
      text.append("    \"group_")
          .append(i)
          .append("\": {\"lr\": ")
          .append(settings.learningRate())
          .append(", \"weight_decay\": ")
          .append(settings.weightDecay());
      settings.epsilon().ifPresent(value -> text.append(", \"eps\": ").append(value));
      text.append("},\n");
    }
    text.append("}\n\n# The group of each tensor, by the names of the model that was planned.\n")
        .append("LABELS = {\n");
    for (int i = 0; i < plan.tensors().size(); i++) {
      text.append("    ")
          .append(Quoting.python(plan.tensors().get(i).name()))
          .append(": \"group_")
          .append(groups.of().get(i))
          .append("\",\n");
    }
    text.append("}\n\n# Distribution, mean and std of each tensor's start.\nSTARTS = {\n");
    for (TensorPlan tensor : plan.tensors()) {
      text.append("    ")
          .append(Quoting.python(tensor.name()))
          .append(": (")
          .append(PythonText.start(tensor))
          .append("),\n");
    }
    return text.append("}\n").append(PythonText.resource("optax.py")).toString();
  }

  private static void comments(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("# ").append(Quoting.comment(line)).append('\n'));
  }
}
