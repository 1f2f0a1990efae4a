package org.etalon.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.init.Branches;
import org.etalon.init.Initial;
import org.etalon.init.Initialiser;
import org.etalon.law.Correction;
import org.etalon.law.Factor;
import org.etalon.law.Transition;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;
import org.etalon.width.MupRule;
import org.etalon.width.WidthComparison;
import org.etalon.width.WidthComparison.AttentionRatio;
import org.etalon.width.WidthRatio;

/**
 * Makes transfer plans: a law for depth, a rule for width and an initialisation, multiplied tensor
 * by tensor.
 *
 * <p>All factors are ratios of numbers of the target and of the base, so that a plan from A to A
 * changes nothing and A→B→C equals A→C.
 */
public final class Transfer {
  /** PyTorch's default ε of Adam, taken where the user names none. */
  private static final double DEFAULT_EPSILON = 1e-8;

  private final TransferRequest request;
  private final Transition transition;
  private final Correction correction;
  private final WidthComparison widths;
  private final boolean mup;
  private final Branches branches;
  private final Initialiser start;
  private final Initialiser baseStart;

  private Transfer(TransferRequest request) {
    this.request = request;
    DepthMeasure measure = request.measure().orElse(request.law().defaultMeasure());
    this.transition = Transition.of(request.base(), request.target(), measure, request.optimizer());
    this.widths = WidthComparison.of(request.base(), request.target());
    this.mup = request.width() == WidthRule.MUP;
    if (mup && widths.differs() && request.law().seesWidth()) {
      throw new InputException(
          "--width mup",
          "cannot go with --law "
              + request.law().id()
              + " where widths differ: both correct for width",
          "choose --width none, or a base and a target of one width");
    }
    this.correction = request.law().apply(transition);
    this.branches = Branches.of(request.target());
    this.start = new Initialiser(request.target(), request.initialisation(), request.readout());
    this.baseStart = new Initialiser(request.base(), request.initialisation(), request.readout());
    if (!mup && widths.differs() && request.initialisation().assumesWidthRule()) {
      throw new InputException(
          "--init " + request.initialisation().id(),
          "cannot go with --width none: its read-out keeps the base's std only while the width rule"
              + " divides the read-out's input",
          "choose --width mup, or --init he");
    }
    if (mup && widths.matching().matched() == 0) {
      throw new InputException(
          request.target().reference(),
          "shares no tensor with "
              + request.base().reference()
              + ": their widths cannot be compared",
          "choose a base of the same kind, or --width none");
    }
  }

  /**
   * Answers a request.
   *
   * @throws InputException if the law cannot speak of these networks: no path, nothing learned,
   *     depth 0, no residual merge where one is needed, a rate that no double holds
   */
  public static TransferPlan plan(TransferRequest request) {
    return new Transfer(request).plan();
  }

  private TransferPlan plan() {
    Factor global = correction.global();
    double rate = scaled(request.learningRate(), global.value(), "the learning rate");
    List<TensorPlan> tensors = new ArrayList<>();
    for (Tensor tensor : request.target().tensors()) {
      tensors.add(plan(tensor));
    }
    return new TransferPlan(
        request,
        transition.measure(),
        transition.baseDepth(),
        transition.targetDepth(),
        rate,
        tensors,
        forward(),
        assumptions(),
        findings(),
        correction.interval().map(factor -> factor.times(request.learningRate())));
  }

  private TensorPlan plan(Tensor tensor) {
    List<String> evidence = new ArrayList<>();
    evidence.add("role " + tensor.role().id() + ": " + tensor.mainUse().evidence());
    Factor global = correction.global();
    if (!global.evidence().isEmpty()) {
      evidence.add("law " + request.law().id() + ": η × " + global.evidence());
    }
    double multiplier = global.value();
    multiplier *= noted(correction.perTensor().apply(tensor), evidence);
    WidthRatio ratio = mup ? widths.of(tensor) : WidthRatio.SAME;
    if (mup && widths.differs() && widths.matching().baseOf(tensor).isEmpty()) {
      evidence.add("width rule mup: no counterpart at the base, no width factor known");
    }
    multiplier *= noted(MupRule.learningRate(ratio, request.optimizer()), evidence);
    double rate =
        scaled(request.learningRate(), multiplier, "the learning rate of " + tensor.name());
    double decay = 0;
    if (request.weightDecay() > 0) {
      if (correction.decays().apply(tensor)) {
        decay =
            request.weightDecay()
                * noted(MupRule.weightDecay(ratio, request.optimizer()), evidence);
      } else {
        evidence.add("law " + request.law().id() + ": no weight decay on biases and gains");
      }
    }
    OptionalDouble epsilon =
        request.optimizer().isAdaptive()
            ? OptionalDouble.of(epsilon(tensor, evidence))
            : OptionalDouble.empty();
    Initial initial = initial(tensor, ratio);
    evidence.add(initial.evidence());
    return new TensorPlan(tensor, rate, multiplier, decay, epsilon, initial, evidence);
  }

  private static double noted(Factor factor, List<String> evidence) {
    if (!factor.evidence().isEmpty()) {
      evidence.add(factor.evidence());
    }
    return factor.value();
  }

  private double epsilon(Tensor tensor, List<String> evidence) {
    double base = request.epsilon().orElse(DEFAULT_EPSILON);
    boolean inBlocks = request.epsilonPolicy() == EpsilonPolicy.BLOCKS;
    if (!request.law().multipliesBranches() || (inBlocks && !isInBlock(tensor))) {
      return base;
    }
    Factor depth = correction.epsilon().apply(tensor);
    double width = mup ? widths.stream() : 1;
    double value = base / width * depth.value();
    if (value != base) {
      evidence.add(
          "law "
              + request.law().id()
              + ": ε × m_N^-1·m_L^-a = "
              + Factor.shown(value / base)
              + " (policy "
              + request.epsilonPolicy().id()
              + ")");
    }
    return scaled(value, 1, "ε of " + tensor.name());
  }

  private boolean isInBlock(Tensor tensor) {
    for (Use use : tensor.uses()) {
      if (branches.contains(use.node())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The target's start. Where the width rule reads fan-in as infinite and nothing else (read-outs),
   * or where a bias's spread follows its layer's fan-in, the base's spread stays.
   */
  private Initial initial(Tensor tensor, WidthRatio ratio) {
    Initial own = start.of(tensor);
    Tensor counterpart = widths.matching().baseOf(tensor).orElse(null);
    boolean keeps = ratio.isReadoutLike() || !tensor.role().isWeight();
    if (!mup || !widths.differs() || counterpart == null || !keeps) {
      return own;
    }
    Initial base = baseStart.of(counterpart);
    if (base.std().isEmpty() || own.std().isEmpty() || base.std().equals(own.std())) {
      return own;
    }
    double std = base.std().getAsDouble();
    return own.withStd(
        std,
        "width rule mup ([Y22]): std independent of width, "
            + Factor.shown(std)
            + " as at the base ("
            + base.evidence()
            + ")");
  }

  private List<ForwardFactor> forward() {
    List<ForwardFactor> factors = new ArrayList<>();
    for (Correction.BranchFactor branch : correction.branches()) {
      factors.add(
          new ForwardFactor(
              branch.node(),
              ForwardFactor.Kind.BRANCH,
              branch.factor().value(),
              branch.factor().evidence()));
    }
    if (!mup) {
      return factors;
    }
    for (AttentionRatio core : widths.attention()) {
      if (core.base() != core.target()) {
        double factor = Math.sqrt((double) core.base() / core.target());
        factors.add(
            new ForwardFactor(
                core.node(),
                ForwardFactor.Kind.ATTENTION,
                factor,
                "attention logits × √(d_head,base/d_head,target) = √("
                    + core.base()
                    + "/"
                    + core.target()
                    + ") = "
                    + Factor.shown(factor)));
      }
    }
    // One layer's input is multiplied once, however many tensors make up its weight.
    Map<String, ForwardFactor> readouts = new LinkedHashMap<>();
    widths
        .readoutRatios()
        .forEach(
            (tensor, ratio) -> {
              for (Use use : WidthComparison.readoutUses(tensor)) {
                readouts.put(
                    use.node().name(),
                    new ForwardFactor(
                        use.node().name(),
                        ForwardFactor.Kind.READOUT,
                        1 / ratio,
                        "read-out's input ÷ m_in = 1/" + Factor.shown(ratio)));
              }
            });
    factors.addAll(readouts.values());
    return factors;
  }

  private List<String> assumptions() {
    List<String> assumptions = new ArrayList<>();
    assumptions.add("batch size, schedule, data, momentum and clipping as at the base");
    assumptions.addAll(request.law().assumptions());
    return assumptions;
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : request.base().findings()) {
      findings.add(inModel("base", finding));
    }
    for (Finding finding : request.target().findings()) {
      findings.add(inModel("target", finding));
    }
    findings.addAll(correction.findings());
    if (mup) {
      findings.addAll(widths.findings());
    } else if (widths.differs() && !request.law().seesWidth()) {
      findings.add(
          Finding.warning(
              "", "base and target differ in width, and --width none makes no correction for it"));
    }
    findings.addAll(start.findings());
    return findings;
  }

  private static Finding inModel(String which, Finding finding) {
    return new Finding(finding.severity(), finding.node(), which + ": " + finding.message());
  }

  private double scaled(double value, double factor, String what) {
    double result = value * factor;
    if (!(result >= Double.MIN_NORMAL) || Double.isInfinite(result)) {
      throw new InputException(
          request.target().reference(),
          what
              + " would be "
              + value
              + " · "
              + factor
              + " = "
              + result
              + ", out of a double's range",
          "choose a base nearer in size, or another law");
    }
    return result;
  }
}
