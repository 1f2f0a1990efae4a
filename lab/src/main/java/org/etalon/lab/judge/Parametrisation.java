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
    if (own.isEmpty()) {
      return OptionalDouble.of(1);
    }
    Trial.Transfer from = own.get();
    if (plans.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      TransferPlan plan =
          plans
              .get()
              .plan(
                  networks.apply(from.base()),
                  networks.apply(size.model()),
                  1,
                  Laws.byId(from.law(), from.exponent()),
                  Optional.of(DepthMeasure.byId(from.measure())),
                  width());
      return plans.get().oneRate(plan);
    } catch (InputException unreadable) {
      return OptionalDouble.empty();
    }
  }
}
