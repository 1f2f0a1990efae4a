/**
 * Runs that come from elsewhere, and studies that go there.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.exchange.RunField} (what a run is told by,
 * and the column names that are recognised), {@link org.etalon.lab.exchange.RunFormat} (how a file
 * is to be read), {@link org.etalon.lab.exchange.RunsReader} (reads CSV or JSON Lines of runs into
 * a sweep), {@link org.etalon.lab.exchange.StudyCsv} (a study as a table for people and other
 * programs), {@link org.etalon.lab.exchange.StudyLinesWriter} and {@link
 * org.etalon.lab.exchange.StudyLinesReader} (a study as JSON Lines, without loss, from one store to
 * another).
 */
@NullMarked
package org.etalon.lab.exchange;

import org.jspecify.annotations.NullMarked;
