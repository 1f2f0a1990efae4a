/**
 * Update rules: what a step makes of gradients, with a rate of its own for every tensor.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.optim.TensorRates} (what one tensor is
 * trained with) and {@link org.etalon.torch.optim.Rates} (what all are: one rate, or a plan's),
 * {@link org.etalon.torch.optim.UpdateRule} (a rule and its settings: {@link
 * org.etalon.torch.optim.Sgd}, {@link org.etalon.torch.optim.Adam}, {@link
 * org.etalon.torch.optim.Muon}; {@link org.etalon.torch.optim.UpdateRules} finds them by name),
 * {@link org.etalon.torch.optim.Optimiser} (a rule at work on a model's tensors, with its state),
 * {@link org.etalon.torch.optim.Schedule} (how rates change over the run).
 */
@NullMarked
package org.etalon.torch.optim;

import org.jspecify.annotations.NullMarked;
