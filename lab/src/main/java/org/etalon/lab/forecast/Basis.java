package org.etalon.lab.forecast;

/** What the time of a trial is told by. */
public sealed interface Basis {
  /**
   * Finished trials of the same model and batch.
   *
   * @param trials how many
   */
  record Measured(long trials) implements Basis {}

  /**
   * Finished trials of another network of the family. Their time is scaled by the number of
   * parameters and by the batch, which is about right for networks large enough to keep a core
   * busy, and too large a difference for smaller ones.
   *
   * @param model reference of that network
   * @param trials how many
   * @param parameters ratio of the numbers of parameters
   * @param batch ratio of the batches
   */
  record Scaled(String model, long trials, double parameters, double batch) implements Basis {}

  /** The store has no finished trial of the family. */
  record Nothing() implements Basis {}
}
