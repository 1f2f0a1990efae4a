/**
 * Training: a network, data that fit it, and a recipe give a loss curve. Divergence is a result.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.train.Fit} (a network and data that fit
 * each other: where models and batches come from), {@link org.etalon.torch.train.Recipe} (how a
 * model is trained: update rule, rates, schedule, steps), {@link org.etalon.torch.train.Trainer}
 * (one run), {@link org.etalon.torch.train.StepListener} (who watches it and may stop it), {@link
 * org.etalon.torch.train.TrainingResult} with its {@link org.etalon.torch.train.LossCurve} and
 * {@link org.etalon.torch.train.Outcome}, {@link org.etalon.torch.train.Evaluation} (loss and
 * accuracy on held-out examples).
 */
@NullMarked
package org.etalon.torch.train;

import org.jspecify.annotations.NullMarked;
