/**
 * What is trained, and what came of it.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.study.Trial} (everything that determines
 * the result of one training run, and its key), {@link org.etalon.lab.study.TrialResult} (what came
 * of it), {@link org.etalon.lab.study.Score} (the one number of a result that a study compares),
 * {@link org.etalon.lab.study.TrialRunner} (what trains; the engine behind it is not of this
 * module).
 */
@NullMarked
package org.etalon.lab.study;

import org.jspecify.annotations.NullMarked;
