/**
 * A graph as something that runs: the object that is analysed is the object that is executed.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.program.Program} (a graph with its
 * kernels for one shape of the data), {@link org.etalon.torch.program.Run} (one pass through it:
 * training or not, whose randomness, which values are kept), {@link
 * org.etalon.torch.program.Kernel} (what one node does to tensors), and a file of kernels for each
 * family of operations: {@code LayerKernels}, {@code JoinKernels}, {@code ActivationKernels},
 * {@code NormKernels}, {@code RearrangementKernels}, {@code CallKernels}.
 */
@NullMarked
package org.etalon.torch.program;

import org.jspecify.annotations.NullMarked;
