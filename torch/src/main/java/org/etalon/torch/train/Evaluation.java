package org.etalon.torch.train;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.Split;
import org.etalon.torch.Memory;
import org.etalon.torch.model.Feed;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;

/**
 * How well a model does on a split, in evaluation mode: batch norms take their running statistics,
 * nothing is dropped.
 *
 * @param loss mean over all labels; not finite where the model has diverged
 * @param accuracy share of labels that have the highest score, from 0 to 1
 * @param labels how many there were
 */
public record Evaluation(double loss, double accuracy, long labels) {
  /**
   * Evaluates.
   *
   * @param model a model of the fit's network
   * @param fit the network and the data
   * @param split which part of the data
   * @param loss what was minimised
   * @param batch examples at a time, at least 1
   */
  public static Evaluation of(Model model, Fit fit, Split split, Loss loss, int batch) {
    Batches batches = new Batches(fit.data(), split, BatchOptions.evaluation(batch));
    double sum = 0;
    long hits = 0;
    long labels = 0;
    for (int place = 0; place < batches.perEpoch(); place++) {
      Evaluation part = of(model, fit.feed(model, batches.batch(0, place)), loss);
      sum += part.loss * part.labels;
      hits += Math.round(part.accuracy * part.labels);
      labels += part.labels;
    }
    return new Evaluation(sum / labels, (double) hits / labels, labels);
  }

  /** Evaluates on one batch, which is closed. */
  @SuppressWarnings("try") // gradients are off while the guard is open
  static Evaluation of(Model model, Feed batch, Loss loss) {
    return Memory.scoped(
        () -> {
          try (Feed feed = batch;
              NoGradGuard guard = new NoGradGuard()) {
            Tensor output = model.output(model.forward(feed.inputs(), model.evaluation()));
            long labels = feed.labels().numel();
            return new Evaluation(
                loss.of(output, feed.labels()).item_double(),
                (double) Loss.hits(output, feed.labels()) / labels,
                labels);
          }
        });
  }
}
