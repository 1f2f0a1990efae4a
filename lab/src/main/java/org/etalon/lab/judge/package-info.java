/**
 * What laws are worth: each predicts a target's learning rate from the base's optimum alone, and
 * what the prediction costs is measured.
 *
 * <p>The types to meet: {@link org.etalon.lab.judge.Judgement} (the result).
 */
@NullMarked
package org.etalon.lab.judge;

import org.jspecify.annotations.NullMarked;
