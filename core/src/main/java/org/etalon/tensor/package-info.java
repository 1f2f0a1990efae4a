/**
 * The learned tensors of a network: what each is for ({@link org.etalon.tensor.Role}), where it is
 * used ({@link org.etalon.tensor.Tensor}), and the {@link org.etalon.tensor.Network} that puts
 * graph, depths and tensors together for the laws. Roles are read off the graph, never off names.
 */
@NullMarked
package org.etalon.tensor;

import org.jspecify.annotations.NullMarked;
