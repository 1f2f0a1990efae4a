package org.etalon.examples;

import java.util.Locale;
import org.etalon.torch.train.StepListener;

/** Prints the mean loss of every stretch of steps. */
final class Progress implements StepListener {
  private final int every;
  private double sum;

  /**
   * A listener.
   *
   * @param every steps of a stretch
   */
  Progress(int every) {
    this.every = every;
  }

  @Override
  public boolean after(Step step) {
    sum += step.loss();
    if ((step.index() + 1) % every == 0) {
      System.out.printf(Locale.ROOT, "step %5d  loss %.3f%n", step.index() + 1, sum / every);
      sum = 0;
    }
    return true;
  }
}
