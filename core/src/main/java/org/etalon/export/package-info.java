/**
 * Plans as code that people run. {@link org.etalon.export.Export} lists the forms: {@link
 * org.etalon.export.PyTorchExport}, {@link org.etalon.export.OptaxExport} and {@link
 * org.etalon.export.DjlExport}. {@link org.etalon.export.FactorPlaces} finds, in the graph, the
 * modules at which forward factors can be applied; {@link org.etalon.export.Folding} puts the
 * factors into the tensors instead.
 */
@NullMarked
package org.etalon.export;

import org.jspecify.annotations.NullMarked;
