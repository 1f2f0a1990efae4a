/**
 * What changes between a base and a target of another width, and the rule of [Y22] for it.
 *
 * <p>The types to meet, in order: {@link org.etalon.width.TensorMatching} (which tensor of the base
 * a tensor of the target corresponds to), {@link org.etalon.width.FeatureAxes} (which axis of every
 * value runs over features), {@link org.etalon.width.TensorWidth} (a tensor's hidden feature
 * sizes), {@link org.etalon.width.WidthRatio} (their ratios: the infinite dimensions), {@link
 * org.etalon.width.WidthComparison} (all of that for two networks) and {@link
 * org.etalon.width.MupRule} (what μP makes of it).
 */
@NullMarked
package org.etalon.width;

import org.jspecify.annotations.NullMarked;
