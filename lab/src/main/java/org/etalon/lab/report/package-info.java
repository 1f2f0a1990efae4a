/**
 * The report of a study: one HTML page that needs nothing else, and its plots as files.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.report.Report} (what is reported), {@link
 * org.etalon.lab.report.Origin} and {@link org.etalon.lab.report.LossCurves} (what is read from a
 * store for it), {@link org.etalon.lab.report.Figure} (a chart with what is said of it in words and
 * numbers) and {@link org.etalon.lab.report.Page} (the HTML).
 *
 * <p>Every figure is a {@link org.etalon.lab.plot.Chart}, so that page, PNG and SVG show the same.
 * In the page Apache ECharts draws them; without JavaScript their texts and tables remain. Names
 * come from files of others: {@link org.etalon.lab.markup.Markup} and {@link
 * org.etalon.lab.report.ChartJson} let none of them become markup or code.
 */
@NullMarked
package org.etalon.lab.report;

import org.jspecify.annotations.NullMarked;
