/**
 * Drawings of networks, small enough for a page: layers, merges and joins, with a shortest path and
 * the update units marked.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.drawing.NetworkDrawing} (the drawing), and
 * behind it {@link org.etalon.lab.drawing.Outline} (the network without what only follows a layer),
 * {@link org.etalon.lab.drawing.Stretch} (its parts unit by unit, repetitions folded) and {@link
 * org.etalon.lab.drawing.Placement} (where everything goes).
 */
@NullMarked
package org.etalon.lab.drawing;

import org.jspecify.annotations.NullMarked;
