/**
 * Statistics of power laws: how a learning rate, an update energy or a coordinate size goes with
 * depth or width, and how surely.
 *
 * <p>Learning rates of one size come first: {@link org.etalon.lab.fit.Observation} (what a run came
 * to), {@link org.etalon.lab.fit.OptimumFit} and {@link org.etalon.lab.fit.Optimum} (the rate at
 * which the mean score is least, with an interval and what must be said with it), {@link
 * org.etalon.lab.fit.OptimaOverSizes} (such optima as points of a power law).
 *
 * <p>Then, for anything that goes with size: {@link org.etalon.lab.fit.LogMean} (many measurements
 * of one positive number, aggregated over seeds), {@link org.etalon.lab.fit.Point} (such an
 * aggregate at one depth or width), {@link org.etalon.lab.fit.PowerLawFit} (the line through the
 * points in logarithms: exponent, prediction, curvature), {@link org.etalon.lab.fit.Estimate} and
 * {@link org.etalon.lab.fit.Interval} (a number and what may be said about it), {@link
 * org.etalon.lab.fit.TestOfExponent} (whether the data contradict a given exponent, or can tell two
 * apart), {@link org.etalon.lab.fit.LawComparison} (which of several {@link
 * org.etalon.lab.fit.Description}s tells the points best) and {@link org.etalon.lab.fit.Slope} (the
 * same for coordinate checks, where sizes may vanish or explode).
 *
 * <p>Every interval is Student's, from the scatter that the data show; the page on statistics in
 * the documentation has its measured coverage. Logarithms are natural throughout.
 */
@NullMarked
package org.etalon.lab.fit;

import org.jspecify.annotations.NullMarked;
