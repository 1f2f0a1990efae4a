/**
 * Published experiments, done again: what is claimed, what is run, and what the runs say of it.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.reproduce.Preset} (a question, with its
 * {@link org.etalon.lab.reproduce.Part}s, read from a file by {@link
 * org.etalon.lab.reproduce.PresetReader}), {@link org.etalon.lab.reproduce.Claim} (a published
 * number), {@link org.etalon.lab.reproduce.Experiment} (how a part is run and what it measures,
 * with a {@link org.etalon.lab.reproduce.Bench} to work at), {@link
 * org.etalon.lab.reproduce.Outcome} (what it found), {@link org.etalon.lab.reproduce.Comparison}
 * (claim and measurement side by side, with the {@link org.etalon.lab.reproduce.Verdict}), {@link
 * org.etalon.lab.reproduce.Reproduction} (a preset at work) and {@link
 * org.etalon.lab.reproduce.Page} (what is published of it).
 *
 * <p>Ranges, grids, seeds, claims and what would count against them stand in the preset's file
 * before anything runs, and nothing here chooses among results.
 */
@NullMarked
package org.etalon.lab.reproduce;

import org.jspecify.annotations.NullMarked;
