/**
 * A network that can be run: a graph with tensors of its own.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.model.Model} (a network's parameters, its
 * programs and its generator), {@link org.etalon.torch.model.Start} (what its parameters start
 * from: an initialisation, or a plan), {@link org.etalon.torch.model.Feed} (one batch as native
 * tensors), {@link org.etalon.torch.model.Loss}, {@link org.etalon.torch.model.MemoryEstimate}
 * (what is refused before it is allocated).
 */
@NullMarked
package org.etalon.torch.model;

import org.jspecify.annotations.NullMarked;
