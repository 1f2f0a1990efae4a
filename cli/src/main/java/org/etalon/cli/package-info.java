/**
 * The command {@code etalon}.
 *
 * <p>The types to meet, in order: {@link org.etalon.cli.Main} (the root of all commands, where
 * every exception becomes an exit status), one class per command ({@link
 * org.etalon.cli.AnalyzeCommand}, {@link org.etalon.cli.TransferCommand}, …), {@link
 * org.etalon.model.ModelReader} (what a reference stands for), {@link org.etalon.cli.ResultOptions}
 * (where a result goes, and how), and per document one writer for people ({@code …Text}) and one
 * for machines ({@code …Json}).
 */
@NullMarked
package org.etalon.cli;

import org.jspecify.annotations.NullMarked;
