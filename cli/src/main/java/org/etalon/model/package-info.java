/**
 * What a model reference stands for: {@link org.etalon.model.ModelReader} reads a file of any kind
 * that Etalon knows, a family or a cell.
 */
@NullMarked
package org.etalon.model;

import org.jspecify.annotations.NullMarked;
