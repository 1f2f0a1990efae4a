package org.etalon.lab.reproduce.architectures;

import java.util.Optional;

/**
 * What one initialisation did for one DAG.
 *
 * @param growth mean over draws of ln of the last node's variance over the first's, before training
 * @param trained share of all runs that ended below the threshold
 * @param best at the rate that is best by held-out loss; empty where at every rate a run diverged
 */
record InitialisedDag(double growth, double trained, Optional<Best> best) {
  /**
   * Means over seeds at the best rate.
   *
   * @param rate of those tried
   * @param loss on held-out examples
   * @param accuracy likewise
   */
  record Best(double rate, double loss, double accuracy) {}
}
