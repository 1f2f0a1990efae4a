/**
 * What a study will cost, before it is run.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.forecast.Forecast} (a whole study), {@link
 * org.etalon.lab.forecast.SizeForecast} (one of its sizes) and {@link
 * org.etalon.lab.forecast.Basis} (what it is told by: trials of the same model, of the nearest one
 * of its family, or nothing).
 */
@NullMarked
package org.etalon.lab.forecast;

import org.jspecify.annotations.NullMarked;
