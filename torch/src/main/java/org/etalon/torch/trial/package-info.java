/**
 * Trials on this engine: {@link org.etalon.torch.trial.TorchTrials} trains what {@link
 * org.etalon.lab.study.Trial} describes.
 */
@NullMarked
package org.etalon.torch.trial;

import org.jspecify.annotations.NullMarked;
