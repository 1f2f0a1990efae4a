/**
 * Charts as SVG and PNG files.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.plot.Chart} (what is to be shown, without a
 * colour or a pixel), {@link org.etalon.lab.plot.Axis} (its name and scale), {@link
 * org.etalon.lab.plot.Series} (points, lines and bands, each with a {@link
 * org.etalon.lab.plot.Role}), and {@link org.etalon.lab.plot.Charts} (writes the files). The rest
 * draws, by XChart. Java's graphics load only when a chart is drawn, and need no display.
 */
@NullMarked
package org.etalon.lab.plot;

import org.jspecify.annotations.NullMarked;
