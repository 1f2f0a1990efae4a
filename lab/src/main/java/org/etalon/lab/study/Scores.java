package org.etalon.lab.study;

import java.util.OptionalDouble;

/**
 * Every score of one result, as far as it has them.
 *
 * @param meanTrainingLoss of a finished run
 * @param finalTrainingLoss of a finished run
 * @param validationLoss where held-out examples were evaluated
 * @param accuracy likewise, in [0, 1]
 */
public record Scores(
    OptionalDouble meanTrainingLoss,
    OptionalDouble finalTrainingLoss,
    OptionalDouble validationLoss,
    OptionalDouble accuracy) {}
