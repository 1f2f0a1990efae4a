/**
 * How a network's tensors start: mean and standard deviation of every tensor, with the rule that
 * says so.
 *
 * <p>The types to meet, in order: {@link org.etalon.init.Initial} (what one tensor starts from),
 * {@link org.etalon.init.Initialisation} (a rule for weights; one class each: {@link
 * org.etalon.init.He}, {@link org.etalon.init.ResidualAware}, {@link org.etalon.init.InDegree},
 * {@link org.etalon.init.PyTorchDefault}), {@link org.etalon.init.Readout} (the rule for the last
 * layer, chosen separately), {@link org.etalon.init.Initialiser} (rules applied to one network) and
 * {@link org.etalon.init.Initialisations} (every rule by its identifier).
 */
@NullMarked
package org.etalon.init;

import org.jspecify.annotations.NullMarked;
