/**
 * Trials on a Spark cluster: each is a job of one task, and what comes of it goes back to the
 * driver, which keeps it in the store. Executors know no store.
 *
 * <p>The types to meet, in order: {@link org.etalon.spark.SparkEngine} (opens the cluster), {@link
 * org.etalon.spark.SparkWorkplace} (its slots, which come and go), {@link
 * org.etalon.spark.SparkTrials} (sends a trial out and waits for it), {@link
 * org.etalon.spark.TrialTask} (what an executor does), {@link org.etalon.spark.Order} and {@link
 * org.etalon.spark.Answer} (what travels there and back, as text), {@link org.etalon.spark.Bench}
 * (what an executor's tasks share: libtorch, networks, data).
 *
 * <p>Task, bench and answers are made to be understood by other versions of Etalon: an executor
 * that has one says so, instead of failing to read them.
 */
@NullMarked
package org.etalon.spark;

import org.jspecify.annotations.NullMarked;
