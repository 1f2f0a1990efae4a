/**
 * The networks that Etalon can build from a short reference such as {@code
 * resmlp:blocks=16,width=256}, for studies and for anyone without a model file.
 *
 * <p>The types to meet, in order: {@link org.etalon.family.ModelReference} (a parsed reference, and
 * the network it names), {@link org.etalon.family.Families} (all families), {@link
 * org.etalon.family.ModelFamily} (what a family says of itself and how it is built; one file each),
 * {@link org.etalon.family.CellSpace} (a family whose members are told apart by a code), {@link
 * org.etalon.family.Key} and {@link org.etalon.family.Arguments} (settings, checked before anything
 * is built; {@link org.etalon.family.Keyed} is what has them, sources of data included).
 */
@NullMarked
package org.etalon.family;

import org.jspecify.annotations.NullMarked;
