/**
 * What runs over learning rates, seeds and sizes have found.
 *
 * <p>The types to meet: {@link org.etalon.lab.sweep.Sweep} (all sizes, of a study or of runs made
 * elsewhere) and {@link org.etalon.lab.sweep.SizeRuns} (one size, with its optimum). Fits,
 * judgements and reports begin with a sweep.
 */
@NullMarked
package org.etalon.lab.sweep;

import org.jspecify.annotations.NullMarked;
