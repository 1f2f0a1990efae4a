/**
 * How far two numbers of the same things go together, and how surely.
 *
 * <p>{@link org.etalon.lab.correlation.Correlation} is a coefficient with its interval: Pearson's
 * for straight lines, Spearman's and Kendall's for order. {@link
 * org.etalon.lab.correlation.Jackknife} gives the error of any statistic of a sample of such
 * things, of differences between coefficients, too. The page on statistics in the documentation has
 * the measured coverage.
 */
@NullMarked
package org.etalon.lab.correlation;

import org.jspecify.annotations.NullMarked;
