package org.etalon.torch.check;

/**
 * What a coordinate check is asked for.
 *
 * @param variation the networks
 * @param recipe the parametrisation under test
 * @param sampling how much is run
 * @param criterion when a slope counts as right
 */
public record CheckRequest(
    Variation variation, Recipe recipe, Sampling sampling, Criterion criterion) {
  /** A request with every default. */
  public static CheckRequest of(Variation variation, Recipe recipe) {
    return new CheckRequest(variation, recipe, Sampling.standard(), Criterion.standard());
  }
}
