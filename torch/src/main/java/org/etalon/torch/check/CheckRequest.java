package org.etalon.torch.check;

/**
 * What a coordinate check is asked for.
 *
 * @param variation the networks
 * @param scaling the parametrisation under test
 * @param sampling how much is run
 * @param criterion when a slope counts as right
 */
public record CheckRequest(
    Variation variation, Scaling scaling, Sampling sampling, Criterion criterion) {
  /** A request with every default. */
  public static CheckRequest of(Variation variation, Scaling scaling) {
    return new CheckRequest(variation, scaling, Sampling.standard(), Criterion.standard());
  }
}
