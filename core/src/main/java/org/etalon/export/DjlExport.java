package org.etalon.export;

import java.util.ArrayList;
import java.util.List;
import org.etalon.law.Optimizer;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;

/**
 * Writes a plan as one Java class for Deep Java Library (0.23 and newer): a tracker with a rate per
 * parameter, an optimiser that also knows decay and ε per parameter, the tensors' starts, and, in
 * comments, the forward factors that the user must apply. The source is ASCII.
 */
public final class DjlExport {
  /** Entries per nested class: a method holds 64 KiB of code, a class 65,535 constants. */
  private static final int CHUNK = 500;

  private DjlExport() {}

  /** The file's text. */
  public static String of(TransferPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        // Written by Etalon. How to use it, with this file as EtalonPlan.java:
        //
        //     DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
        //         .optOptimizer(EtalonPlan.optimizer(model.getBlock().getParameters()));
        //
        // EtalonPlan.rates(parameters) alone is a ParameterTracker for an optimiser of your own; decay
        // and epsilon are then the same for all parameters. DJL names parameters by their blocks: pass
        // a function that maps DJL's name to the plan's, and back the rest of a plan by hand.
        //
        """);
    comments(text, PlanSummary.lines(plan));
    if (!plan.forward().isEmpty()) {
      text.append("//\n// Forward factors. The blocks must apply them; this class cannot:\n");
      comments(text, PlanSummary.forward(plan));
    }
    text.append(CODE.replace("@BUILDER@", builder(plan.request().optimizer())));
    RateGroups groups = RateGroups.of(plan);
    text.append("\n  private static final double[][] GROUPS = {\n");
    for (RateGroups.Settings settings : groups.groups()) {
      text.append("    {")
          .append(settings.learningRate())
          .append(", ")
          .append(settings.weightDecay())
          .append(", ")
          .append(settings.epsilon().orElse(0))
          .append("},\n");
    }
    text.append("  };\n");
    List<String> chunks = new ArrayList<>();
    for (int from = 0; from < plan.tensors().size(); from += CHUNK) {
      chunk(plan, groups, from, chunks.size(), text);
      chunks.add("Tensors" + chunks.size() + ".ALL");
    }
    return text.append("\n  private static final Object[][][] TENSORS = {")
        .append(String.join(", ", chunks))
        .append("};\n}\n")
        .toString();
  }

  private static void comments(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("// ").append(Quoting.javaComment(line)).append('\n'));
  }

  private static void chunk(
      TransferPlan plan, RateGroups groups, int from, int number, StringBuilder text) {
    text.append("\n  /** Name, group, distribution, mean and std of the start. */\n")
        .append("  private static final class Tensors")
        .append(number)
        .append(" {\n    static final Object[][] ALL = {\n");
    for (int i = from; i < Math.min(from + CHUNK, plan.tensors().size()); i++) {
      TensorPlan tensor = plan.tensors().get(i);
      boolean known = tensor.initial().mean().isPresent();
      String distribution =
          switch (tensor.initial().distribution()) {
            case CONSTANT -> "constant";
            case NORMAL -> "normal";
            case UNIFORM -> "uniform";
            case AS_IS -> "as is";
          };
      text.append("      {")
          .append(Quoting.java(tensor.name()))
          .append(", ")
          .append(groups.of().get(i))
          .append(", ")
          .append(Quoting.java(known ? distribution : "as is"))
          .append(", ")
          .append(tensor.initial().mean().orElse(0))
          .append(", ")
          .append(tensor.initial().std().orElse(0))
          .append("},\n");
    }
    text.append("    };\n  }\n");
  }

  private static String builder(Optimizer optimizer) {
    return switch (optimizer) {
      case SGD -> "Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) group[0]))";
      case ADAM ->
          "Optimizer.adam().optLearningRateTracker(Tracker.fixed((float) group[0]))"
              + ".optEpsilon((float) group[2])";
      case ADAMW ->
          "AdamW.builder().optLearningRateTracker(Tracker.fixed((float) group[0]))"
              + ".optEpsilon((float) group[2])";
    };
  }

  private static final String CODE =
      """

      import ai.djl.ndarray.NDArray;
      import ai.djl.nn.Parameter;
      import ai.djl.nn.ParameterList;
      import ai.djl.training.optimizer.AdamW;
      import ai.djl.training.optimizer.Optimizer;
      import ai.djl.training.tracker.ParameterTracker;
      import ai.djl.training.tracker.Tracker;
      import ai.djl.util.Pair;
      import java.util.ArrayList;
      import java.util.HashMap;
      import java.util.List;
      import java.util.Map;
      import java.util.function.UnaryOperator;

      public final class EtalonPlan {
        private EtalonPlan() {}

        /** A rate per parameter, for any optimiser of DJL that takes a ParameterTracker. */
        public static ParameterTracker rates(ParameterList parameters, UnaryOperator<String> planName) {
          Map<String, Integer> groups = groups(parameters, planName);
          return (id, step) -> (float) GROUPS[groups.get(id)][0];
        }

        /** Rate, decay and epsilon per parameter, the parameters named as in the plan. */
        public static Optimizer optimizer(ParameterList parameters) {
          return optimizer(parameters, UnaryOperator.identity());
        }

        /** Rate, decay and epsilon per parameter: one optimiser of DJL per group. */
        public static Optimizer optimizer(ParameterList parameters, UnaryOperator<String> planName) {
          return new Planned(groups(parameters, planName));
        }

        /** Distribution ("normal", "uniform", "constant", "as is"), mean and std of a tensor's start. */
        public static Object[] start(String planName) {
          for (Object[][] chunk : TENSORS) {
            for (Object[] tensor : chunk) {
              if (tensor[0].equals(planName)) {
                return new Object[] {tensor[2], tensor[3], tensor[4]};
              }
            }
          }
          throw new IllegalArgumentException("not in the plan: " + planName);
        }

        /** DJL tells optimisers a parameter's id, not its name. */
        private static Map<String, Integer> groups(
            ParameterList parameters, UnaryOperator<String> planName) {
          Map<String, Integer> byName = new HashMap<>();
          for (Object[][] chunk : TENSORS) {
            for (Object[] tensor : chunk) {
              byName.put((String) tensor[0], (Integer) tensor[1]);
            }
          }
          Map<String, Integer> byId = new HashMap<>();
          List<String> unexpected = new ArrayList<>();
          for (Pair<String, Parameter> entry : parameters) {
            if (entry.getValue().requiresGradient()) {
              Integer group = byName.remove(planName.apply(entry.getKey()));
              if (group == null) {
                unexpected.add(entry.getKey());
              } else {
                byId.put(entry.getValue().getId(), group);
              }
            }
          }
          if (!unexpected.isEmpty() || !byName.isEmpty()) {
            throw new IllegalArgumentException(
                "not the model that was planned; unexpected: " + unexpected + ", missing: " + byName.keySet());
          }
          return byId;
        }

        private static final class Planned extends Optimizer {
          private final Map<String, Integer> groups;
          private final List<Optimizer> optimizers = new ArrayList<>();

          Planned(Map<String, Integer> groups) {
            super(Optimizer.sgd());
            this.groups = groups;
            for (double[] group : GROUPS) {
              optimizers.add(
                  @BUILDER@.optWeightDecays((float) group[1]).build());
            }
          }

          @Override
          public void update(String parameterId, NDArray weight, NDArray gradient) {
            optimizers.get(groups.get(parameterId)).update(parameterId, weight, gradient);
          }
        }
      """;
}
