package org.etalon.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etalon.graph.Finding;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TransferPlan;

/** What every export says about its plan, line by line. */
final class PlanSummary {
  private PlanSummary() {}

  static List<String> lines(TransferPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("base:   " + plan.request().base().reference());
    lines.add("target: " + plan.request().target().reference());
    lines.add(
        "law "
            + plan.request().law().id()
            + ", "
            + plan.measure().id()
            + " "
            + plan.baseDepth()
            + " at the base, "
            + plan.targetDepth()
            + " at the target; optimizer "
            + plan.request().optimizer().id()
            + ", init "
            + plan.request().initialisation().id());
    plan.assumptions().forEach(line -> lines.add("assumes: " + line));
    for (Finding finding : plan.findings()) {
      lines.add(
          finding.severity().name().toLowerCase(Locale.ROOT)
              + ": "
              + (finding.node().isEmpty() ? "" : finding.node() + ": ")
              + finding.message());
    }
    if (plan.forward().isEmpty()) {
      lines.add("forward factors: none");
    }
    return lines;
  }

  static List<String> forward(TransferPlan plan) {
    return plan.forward().stream().map(PlanSummary::line).toList();
  }

  private static String line(ForwardFactor factor) {
    String what =
        switch (factor.kind()) {
          case READOUT -> "the input of ";
          case BRANCH -> "before the addition, ";
          case ATTENTION -> "the attention logits ";
        };
    return what + factor.node() + " × " + factor.factor() + "  (" + factor.evidence() + ")";
  }
}
