/** The command {@code etalon}: {@link org.etalon.cli.Main} is the root of all subcommands. */
@NullMarked
package org.etalon.cli;

import org.jspecify.annotations.NullMarked;
