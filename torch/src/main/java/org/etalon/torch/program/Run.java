package org.etalon.torch.program;

import org.bytedeco.pytorch.GeneratorOptional;

/**
 * What one pass through a program depends on beside its data and parameters.
 *
 * @param training whether batch norm takes the batch's statistics and dropout drops
 * @param generator whose random numbers dropout takes
 */
public record Run(boolean training, GeneratorOptional generator) {}
