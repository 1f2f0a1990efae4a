/**
 * Labelled examples to train and probe on, and the mini-batches that are drawn from them. Files
 * only, in plain Java; nothing is ever downloaded.
 *
 * <p>The types to meet, in order: {@link org.etalon.data.DataReference} (a parsed {@code
 * NAME[:key=value,…]} and the data it names), {@link org.etalon.data.DataFolders} (where files are
 * looked for), {@link org.etalon.data.Dataset} (training and test examples, their shape, classes
 * and normalisation), {@link org.etalon.data.Examples} (raw values by index, kept as small as their
 * file has them), {@link org.etalon.data.Batches} (seeded mini-batches, the k-th of an epoch at
 * once), {@link org.etalon.data.Batch} (arrays for an engine). {@link org.etalon.data.DataSources}
 * lists what is known; one {@link org.etalon.data.DataSource} a file.
 */
@NullMarked
package org.etalon.data;

import org.jspecify.annotations.NullMarked;
