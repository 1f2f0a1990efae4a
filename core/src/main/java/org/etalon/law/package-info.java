/**
 * The laws that carry a learning rate from one depth to another.
 *
 * <p>The types to meet, in order: {@link org.etalon.law.Law} (the interface; one file each in this
 * package), {@link org.etalon.law.Transition} (what a law is given: base, target, their depths, the
 * optimiser), {@link org.etalon.law.Correction} (what it answers), and {@link org.etalon.law.Laws}
 * (every law by its identifier). Every law keeps two properties: from A to A it changes nothing,
 * and A→B→C equals A→C; each follows from all factors being ratios of one number per network.
 */
@NullMarked
package org.etalon.law;

import org.jspecify.annotations.NullMarked;
