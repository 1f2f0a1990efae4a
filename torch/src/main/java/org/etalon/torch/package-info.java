/**
 * The engine's ground floor: libtorch's native libraries, number formats and native memory.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.LibTorch} (loads the native libraries
 * once per process, or throws {@link org.etalon.torch.MissingNativesException}), {@link
 * org.etalon.torch.Precision} and {@link org.etalon.torch.Device} (what numbers are and where they
 * live), {@link org.etalon.torch.Memory} (who frees native tensors). The rooms above: {@code
 * program} (a graph as something that runs), {@code model} (a program with its own parameters).
 *
 * <p>Nothing here or above is global: each network owns its tensors, its generator and its threads'
 * work. The one exception is the process's, not ours: native libraries load once.
 */
@NullMarked
package org.etalon.torch;

import org.jspecify.annotations.NullMarked;
