package org.etalon.lab.judge;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.law.Laws;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;

/**
 * What the learning rates of a study mean. Mostly a study trains all tensors at one rate, and that
 * is its learning rate. A study by a transfer plan has the plan's base rate for its learning rate;
 * where the plan gives all tensors of a size one rate, the two differ by a factor.
 */
final class Parametrisation {
  private final Optional<Trial.Transfer> own;
  private final Optional<Plans> plans;
  private final Function<String, Network> networks;

  private Parametrisation(
      Optional<Trial.Transfer> own, Optional<Plans> plans, Function<String, Network> networks) {
    this.own = own;
    this.plans = plans;
    this.networks = networks;
  }

  /** A study's; that of runs made elsewhere is taken for one rate. */
  static Parametrisation of(
      Optional<Study> study, Optional<Plans> plans, Function<String, Network> networks) {
    return new Parametrisation(study.flatMap(s -> s.training().transfer()), plans, networks);
  }

  /** Whether the study trains by that law's plan. */
  boolean isBy(JudgedLaw law) {
    return own.isPresent()
        && own.get().law().equals(law.id())
        && law.measure().map(m -> m.id().equals(own.get().measure())).orElse(true);
  }

  /** What is done about width: the study's rule. */
  WidthRule width() {
    return own.map(plan -> WidthRule.byId(plan.width())).orElse(WidthRule.MUP);
  }

  /**
   * The rate of all tensors of a size over the study's learning rate; empty where tensors differ.
   */
  OptionalDouble factor(Size size) {
    return own.isEmpty()
        ? OptionalDouble.of(1)
        : plan(size, 1)
            .map(plan -> plans.orElseThrow().oneRate(plan))
            .orElse(OptionalDouble.empty());
  }

  /**
   * The study's learning rate at which it trains a size as a plan does; empty where it does so at
   * none.
   *
   * @param near a learning rate of the study's, which is exactly the answer where the plan is its
   *     own at that rate
   */
  OptionalDouble rate(Size size, TransferPlan plan, double near) {
    if (own.isEmpty()) {
      return plans.map(made -> made.oneRate(plan)).orElse(OptionalDouble.empty());
    }
    OptionalDouble ratio =
        plan(size, near).map(ours -> Plans.ratio(plan, ours)).orElse(OptionalDouble.empty());
    return ratio.isPresent() ? OptionalDouble.of(near * ratio.getAsDouble()) : ratio;
  }

  /** The study's own plan; empty where it has none that can be made. */
  private Optional<TransferPlan> plan(Size size, double rate) {
    if (own.isEmpty() || plans.isEmpty()) {
      return Optional.empty();
    }
    Trial.Transfer from = own.get();
    try {
      return Optional.of(
          plans
              .get()
              .plan(
                  networks.apply(from.base()),
                  networks.apply(size.model()),
                  rate,
                  Laws.byId(from.law(), from.exponent()),
                  Optional.of(DepthMeasure.byId(from.measure())),
                  width()));
    } catch (InputException unreadable) {
      return Optional.empty();
    }
  }
}
