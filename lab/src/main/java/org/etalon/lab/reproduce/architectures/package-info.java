/**
 * The experiments of [C24] over networks of any topology, for presets.
 *
 * <p>{@link org.etalon.lab.reproduce.architectures.DagRatesExperiment}: whether the optimal rate of
 * random DAGs goes by their paths. {@link
 * org.etalon.lab.reproduce.architectures.InitialisationExperiment}: what in-degree does that He's
 * initialisation does not. {@link org.etalon.lab.reproduce.architectures.RerankingExperiment}: how
 * far the order of NAS-Bench-201's cells depends on how they are trained.
 *
 * <p>All of them draw a {@link org.etalon.lab.reproduce.architectures.Sample} from {@link
 * org.etalon.lab.reproduce.architectures.Codes}, predict rates by a {@link
 * org.etalon.lab.reproduce.architectures.PathCount}, and run ordinary studies; {@link
 * org.etalon.lab.reproduce.architectures.FixedRates} are trials at one rate for each network.
 */
@NullMarked
package org.etalon.lab.reproduce.architectures;

import org.jspecify.annotations.NullMarked;
