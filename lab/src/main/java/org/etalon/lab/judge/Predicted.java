package org.etalon.lab.judge;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.Trial;
import org.etalon.plan.TransferPlan;

/** How a law would train a target. */
sealed interface Predicted {
  /**
   * As the study trains, at another learning rate.
   *
   * @param rate in the study's own meaning, so that it can be compared with the target's optimum
   * @param uncertain the rate with the uncertainty of what it was predicted from; empty where none
   *     can be given
   */
  record InStudy(double rate, Optional<UncertainRate> uncertain) implements Predicted {}

  /**
   * With one rate for all tensors and the standard start, in a study that trains by a plan of
   * several rates.
   *
   * @param rate of every tensor
   */
  record OneRate(double rate) implements Predicted {}

  /**
   * By a plan of several rates, factors or starts.
   *
   * @param origin where the plan comes from
   * @param rate the base's
   * @param plan what is trained with
   */
  record ByPlan(Trial.Transfer origin, double rate, TransferPlan plan) implements Predicted {}

  /**
   * It says nothing.
   *
   * @param why in plain words
   */
  record Nothing(String why) implements Predicted {}

  /** The one learning rate predicted; empty where there is none. */
  default OptionalDouble oneRate() {
    if (this instanceof InStudy same) {
      return OptionalDouble.of(same.rate);
    }
    return this instanceof OneRate one ? OptionalDouble.of(one.rate) : OptionalDouble.empty();
  }

  /** How a network of the study is trained by it; empty where nothing was predicted. */
  default Optional<Setting> setting(Training training) {
    if (this instanceof InStudy same) {
      return Optional.of(new Setting(training, same.rate));
    }
    if (this instanceof OneRate one) {
      return Optional.of(new Setting(training.withoutPlan(), one.rate));
    }
    return this instanceof ByPlan plan
        ? Optional.of(new Setting(training.with(plan.origin), plan.rate))
        : Optional.empty();
  }

  /**
   * All of a trial but network and seed.
   *
   * @param training how
   * @param rate at which
   */
  record Setting(Training training, double rate) {}
}
