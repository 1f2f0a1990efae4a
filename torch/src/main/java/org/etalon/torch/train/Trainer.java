package org.etalon.torch.train;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.model.Feed;
import org.etalon.torch.model.Model;
import org.etalon.torch.optim.Optimiser;
import org.etalon.torch.program.Values;

/**
 * Trains a model by a recipe. A run is a function of the model's start and seed, the recipe and the
 * data: on one machine, with one number of threads, its curve is the same to the last bit, whatever
 * else the process trains at the same time.
 */
public final class Trainer {
  private final Model model;
  private final Recipe recipe;
  private final int threads;

  /** A trainer that works in the thread that calls it, on one core. */
  public Trainer(Model model, Recipe recipe) {
    this(model, recipe, 1);
  }

  /**
   * A trainer whose single operations may use several cores. Small networks gain nothing from it;
   * several runs in as many threads do.
   *
   * @param threads at least 1
   */
  public Trainer(Model model, Recipe recipe, int threads) {
    this.model = model;
    this.recipe = recipe;
    this.threads = threads;
  }

  /** Trains to the end, unless the thread is interrupted or the run diverges. */
  public TrainingResult train(Feeds feeds) {
    return train(feeds, StepListener.NONE);
  }

  /**
   * Trains.
   *
   * @param feeds the data
   * @param listener who watches
   * @return also where the run diverged, was interrupted or stopped by the listener
   * @throws org.etalon.graph.InputException if the data do not fit the network
   */
  public TrainingResult train(Feeds feeds, StepListener listener) {
    LibTorch.useThreads(threads);
    List<Tensor> tensors = model.parameters().stream().map(model::tensor).toList();
    LossCurve.Recorder losses = new LossCurve.Recorder();
    DivergenceWatch watch = new DivergenceWatch(recipe.divergence(), tensors);
    try (Optimiser optimiser =
        recipe
            .rule()
            .forNetwork(model.network())
            .on(tensors, recipe.rates().of(model.parameters()))) {
      for (long step = 0; step < recipe.steps(); step++) {
        if (Thread.currentThread().isInterrupted()) {
          return new TrainingResult(losses.curve(), new Outcome.Stopped(Outcome.By.INTERRUPT));
        }
        Optional<Outcome> end = step(step, feeds, optimiser, losses, watch, listener);
        if (end.isPresent()) {
          return new TrainingResult(losses.curve(), end.get());
        }
      }
    }
    Outcome outcome =
        watch.afterLast(recipe.steps() - 1).map(Outcome.class::cast).orElse(new Outcome.Finished());
    return new TrainingResult(losses.curve(), outcome);
  }

  private Optional<Outcome> step(
      long step,
      Feeds feeds,
      Optimiser optimiser,
      LossCurve.Recorder losses,
      DivergenceWatch watch,
      StepListener listener) {
    return Memory.scoped(
        () -> {
          try (Feed feed = feeds.at(model, step)) {
            Values values = model.forward(feed.inputs(), model.training());
            Tensor loss = recipe.loss().of(model.output(values), feed.labels());
            double number = loss.item_double();
            losses.add(number);
            Optional<Outcome.Diverged> diverged = watch.see(step, number);
            if (diverged.isPresent()) {
              return diverged.map(Outcome.class::cast);
            }
            List<Tensor> gradients = model.gradients(loss);
            optimiser.step(gradients, recipe.schedule().factor(step, recipe.steps()));
            boolean on = listener.after(new StepListener.Step(step, number, values, gradients));
            return on ? Optional.empty() : Optional.of(new Outcome.Stopped(Outcome.By.LISTENER));
          }
        });
  }
}
