package org.etalon.lab.search;

import java.util.OptionalDouble;

/**
 * A training run that a search asks for.
 *
 * @param learningRate to train with
 * @param seed to train with
 * @param abandonAbove a run whose mean loss over its first half is above this may be given up
 *     there; empty if it must be finished
 */
public record Run(double learningRate, long seed, OptionalDouble abandonAbove) {}
