package org.etalon.data;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etalon.graph.InputException;

/**
 * The mini-batches of a split. Every batch is a function of the data, the options, the epoch and
 * its place in the epoch, so a run can go on anywhere and gets what it would have got. Safe from
 * several threads.
 */
public final class Batches {
  /** The order of one epoch. */
  private static final class Order {
    private final long epoch;
    private final int[] indices;

    Order(long epoch, int[] indices) {
      this.epoch = epoch;
      this.indices = indices;
    }
  }

  private final Dataset dataset;
  private final Split split;
  private final BatchOptions options;
  private final int perEpoch;

  /** The last order that was drawn: batches are mostly asked for one after another. */
  private volatile Order latest;

  /**
   * The batches of a split.
   *
   * @throws InputException if whole batches are asked for and there are too few examples for one,
   *     or if images are to be augmented and the examples are none
   */
  public Batches(Dataset dataset, Split split, BatchOptions options) {
    this.dataset = dataset;
    this.split = split;
    this.options = options;
    int examples = dataset.examples(split).size();
    if (options.dropLast() && examples < options.size()) {
      throw new InputException(
          dataset.name(),
          "has " + examples + " examples to draw from, too few for a batch of " + options.size(),
          "give a smaller batch");
    }
    if (options.augmentation().isActive()) {
      ImageShape image =
          dataset
              .image()
              .orElseThrow(
                  () ->
                      new InputException(
                          dataset.name(),
                          "has no images to crop or flip",
                          "leave augmentation out, or choose images"));
      options.augmentation().requireFits(dataset.name(), image);
    }
    this.perEpoch =
        examples / options.size() + (options.dropLast() || examples % options.size() == 0 ? 0 : 1);
    this.latest = order(0);
  }

  /** Batches of one epoch, at least 1. */
  public int perEpoch() {
    return perEpoch;
  }

  /**
   * One batch.
   *
   * @param epoch from 0
   * @param place in the epoch, from 0 to {@link #perEpoch()} less one
   */
  public Batch batch(long epoch, int place) {
    if (epoch < 0 || place < 0 || place >= perEpoch) {
      throw new IndexOutOfBoundsException("batch " + place + " of epoch " + epoch);
    }
    Order order = latest;
    if (order.epoch != epoch) {
      order = order(epoch);
      latest = order;
    }
    int from = place * options.size();
    int[] indices =
        Arrays.copyOfRange(
            order.indices, from, Math.min(from + options.size(), order.indices.length));
    return dataset.batch(
        split, indices, options.augmentation(), new long[] {options.seed(), epoch});
  }

  /**
   * The batch of a training step, epochs following one another.
   *
   * @param step from 0
   */
  public Batch step(long step) {
    return batch(step / perEpoch, (int) (step % perEpoch));
  }

  /** The batches of one epoch, made as they are asked for. */
  public Stream<Batch> epoch(long epoch) {
    return IntStream.range(0, perEpoch).mapToObj(place -> batch(epoch, place));
  }

  private Order order(long epoch) {
    int size = dataset.examples(split).size();
    if (!options.shuffled()) {
      return new Order(epoch, IntStream.range(0, size).toArray());
    }
    Random random = Randomness.stream(Randomness.Purpose.ORDER, options.seed(), epoch);
    return new Order(epoch, Randomness.permutation(size, random));
  }
}
