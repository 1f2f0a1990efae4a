/**
 * Where the trials of a study are run.
 *
 * <p>The types to meet, in order: {@link org.etalon.engine.Engine} (a kind of place, found by its
 * name also where its module is not always there), {@link org.etalon.engine.Engines} (all of them),
 * {@link org.etalon.engine.EngineSettings} (what the user says about it), {@link
 * org.etalon.engine.LocalEngine} (this process), {@link org.etalon.engine.Training} (what trains at
 * whatever place: libtorch, with the networks and data of references).
 */
@NullMarked
package org.etalon.engine;

import org.jspecify.annotations.NullMarked;
