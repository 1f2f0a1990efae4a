/**
 * What laws are worth: each predicts a target's learning rate from the base's optimum alone, and
 * what the prediction costs is measured.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.judge.JudgedLaw} (a law in one reading of
 * depth), {@link org.etalon.lab.judge.JudgeRequest} (what is judged), {@link
 * org.etalon.lab.judge.Judge} (asks the laws, trains where they send it), {@link
 * org.etalon.lab.judge.Judgement} (the result).
 */
@NullMarked
package org.etalon.lab.judge;

import org.jspecify.annotations.NullMarked;
