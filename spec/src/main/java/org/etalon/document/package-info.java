/**
 * Documents that strangers write, in YAML or JSON, with the line of every value.
 *
 * <p>The types to meet: {@link org.etalon.document.DocumentReader} (reads a file or a text, within
 * limits) and {@link org.etalon.document.Value} (what is in it).
 */
@NullMarked
package org.etalon.document;

import org.jspecify.annotations.NullMarked;
