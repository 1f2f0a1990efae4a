/**
 * What runs over learning rates, seeds and sizes have found.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.sweep.Sweep} (all sizes, of a study or of
 * runs made elsewhere), {@link org.etalon.lab.sweep.SizeRuns} (one size, with its optimum), {@link
 * org.etalon.lab.sweep.SweepFit} (what the optima say), {@link org.etalon.lab.sweep.Trend} (their
 * power law over one reading of size) and {@link org.etalon.lab.sweep.LawTournament} (which laws
 * compete to tell them). Fits, judgements and reports begin with a sweep.
 */
@NullMarked
package org.etalon.lab.sweep;

import org.jspecify.annotations.NullMarked;
