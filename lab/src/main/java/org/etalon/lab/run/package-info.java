/**
 * Running a study, on this machine or on others.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.run.SizeSearch} (one size of a study: its
 * search, and the trial that each of the search's runs is), {@link org.etalon.lab.run.StudyRun}
 * (workers that take trials from all sizes), {@link org.etalon.lab.run.Workplace} (where trials are
 * run, and how many at a time), {@link org.etalon.lab.run.StudyListener} (who watches).
 *
 * <p>Any number of processes may run the same study on one store at once: they derive the same
 * rounds from the same results, and leases keep them out of each other's way.
 */
@NullMarked
package org.etalon.lab.run;

import org.jspecify.annotations.NullMarked;
