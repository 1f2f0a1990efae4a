/**
 * Transfer plans: what every tensor of a target network should be trained with, given a learning
 * rate that suits a base.
 *
 * <p>The types to meet, in order: {@link org.etalon.plan.TransferRequest} (what is asked), {@link
 * org.etalon.plan.Transfer} (law, width rule and initialisation put together), {@link
 * org.etalon.plan.TransferPlan}, {@link org.etalon.plan.TensorPlan} and {@link
 * org.etalon.plan.ForwardFactor} (the answer).
 */
@NullMarked
package org.etalon.plan;

import org.jspecify.annotations.NullMarked;
