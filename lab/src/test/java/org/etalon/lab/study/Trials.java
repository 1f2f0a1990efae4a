package org.etalon.lab.study;

import java.util.Optional;
import java.util.OptionalDouble;

/** Trials and results for tests. */
public final class Trials {
  private static final Provenance HERE = new Provenance("0", "none", "17", "test", "localhost");

  private Trials() {}

  /** A trial of one model. */
  public static Trial trial(double learningRate, long seed) {
    return of("mlp:depth=3", learningRate, seed);
  }

  /** A trial of a model. */
  public static Trial of(String model, double learningRate, long seed) {
    return trial(model, Optional.empty(), OptionalDouble.empty(), learningRate, seed);
  }

  /** A trial that may be given up. */
  public static Trial abandoned(double learningRate, long seed, double bound) {
    return trial("mlp:depth=3", Optional.empty(), OptionalDouble.of(bound), learningRate, seed);
  }

  /** A trial by a plan. */
  public static Trial transferred(
      double learningRate, long seed, String law, OptionalDouble exponent) {
    Trial.Transfer transfer =
        new Trial.Transfer("mlp:depth=2", law, "update-units", exponent, "mup");
    return trial("mlp:depth=3", Optional.of(transfer), OptionalDouble.empty(), learningRate, seed);
  }

  private static Trial trial(
      String model,
      Optional<Trial.Transfer> transfer,
      OptionalDouble abandonAbove,
      double learningRate,
      long seed) {
    return new Trial(
        model,
        "",
        new Trial.Start("he", "he"),
        transfer,
        "sgd",
        learningRate,
        0,
        "constant",
        "digits",
        false,
        64,
        100,
        "cross-entropy",
        abandonAbove,
        false,
        seed);
  }

  /** SGD on the digits from He's start at a constant rate, without decay, in batches of 64. */
  public static Training training(long steps) {
    return new Training(
        new Trial.Start("he", "he"),
        Optional.empty(),
        "sgd",
        0,
        "constant",
        "digits",
        false,
        64,
        steps,
        "cross-entropy");
  }

  /** A result. */
  public static TrialResult result(TrialResult.Outcome outcome, float... losses) {
    return new TrialResult(
        outcome, losses, OptionalDouble.empty(), OptionalDouble.empty(), 0.5, HERE);
  }
}
