/**
 * How deep a network is, by every reading of the word that a law uses.
 *
 * <p>Start at {@link org.etalon.depth.PathGraph}, the part of a graph that lies between data and
 * output; {@link org.etalon.depth.PathMoments} counts its paths and their depths without ever
 * listing them; {@link org.etalon.depth.Depths} holds all measures, {@link
 * org.etalon.depth.DepthMeasure} names them; {@link org.etalon.depth.ResidualBlocks} tells which
 * merge a node's branch belongs to.
 */
@NullMarked
package org.etalon.depth;

import org.jspecify.annotations.NullMarked;
