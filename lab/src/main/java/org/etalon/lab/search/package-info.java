/**
 * Which learning rates and seeds to train next, until the optimum is known.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.search.RateGrid} (the learning rates that
 * may be asked for), {@link org.etalon.lab.search.Run} (one of them with a seed), {@link
 * org.etalon.lab.search.RateSearch} (a search: told what is finished, it says what to do next),
 * {@link org.etalon.lab.search.Step} (its answer), {@link org.etalon.lab.search.GridSearch} (all
 * rates and seeds: the papers' protocol), {@link org.etalon.lab.search.AdaptiveSearch} (few of
 * them, chosen round by round) and {@link org.etalon.lab.search.FixedRuns} (runs that are known
 * beforehand).
 *
 * <p>A search holds no state and starts nothing. It goes in rounds, and what a round asks for is a
 * function of the results of earlier rounds alone. So neither the number of workers nor the order
 * in which runs finish, nor an interruption, changes what is run and found.
 */
@NullMarked
package org.etalon.lab.search;

import org.jspecify.annotations.NullMarked;
