/**
 * Coordinate checks: whether a parametrisation keeps the coordinates of representations, and what
 * training adds to them, at one size over widths or depths.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.check.CheckRequest} (the networks as a
 * {@link org.etalon.torch.check.Variation}, the parametrisation as a {@link
 * org.etalon.torch.check.Scaling}, how much is run as a {@link org.etalon.torch.check.Sampling},
 * and when a slope counts as right, the {@link org.etalon.torch.check.Criterion}), {@link
 * org.etalon.torch.check.CoordinateCheck} (runs it), {@link org.etalon.torch.check.CheckResult} (a
 * verdict, the offender and every {@link org.etalon.torch.check.Measurement}).
 */
@NullMarked
package org.etalon.torch.check;

import org.jspecify.annotations.NullMarked;
