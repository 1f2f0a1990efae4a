package org.etalon.lab.search;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.etalon.lab.curve.RecordedCurve;
import org.etalon.lab.fit.Observation;

/** Answers a search from a recorded curve. Above the recorded rates, runs count as diverged. */
final class Replay implements Function<Run, Optional<Observation>> {
  private static final long DIVERGED_AFTER = 20;

  private final RecordedCurve curve;
  private final double[] rates;

  Replay(RecordedCurve curve) {
    this.curve = curve;
    this.rates = curve.rates();
  }

  RateGrid grid() {
    return new RateGrid(rates[0], rates[rates.length - 1], rates.length);
  }

  @Override
  public Optional<Observation> apply(Run asked) {
    int position = (int) Math.rint(Math.log(asked.learningRate() / rates[0]) / grid().spacing());
    if (position >= rates.length) {
      return Optional.of(Observation.diverged(asked.learningRate(), asked.seed(), DIVERGED_AFTER));
    }
    Map<Long, RecordedCurve.Run> runs = curve.runs().get(rates[position]);
    RecordedCurve.Run run = runs.get(asked.seed());
    Observation seen = run.observation();
    boolean abandoned =
        seen.isFinished()
            && asked.abandonAbove().isPresent()
            && run.firstHalf() > asked.abandonAbove().getAsDouble();
    return Optional.of(
        abandoned
            ? Observation.abandoned(asked.learningRate(), asked.seed(), seen.steps() / 2)
            : new Observation(
                asked.learningRate(), asked.seed(), seen.ending(), seen.score(), seen.steps()));
  }
}
