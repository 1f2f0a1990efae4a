/**
 * Probes: what an initialised network tells of its best learning rate, before any training.
 *
 * <p>The types to meet, in order: {@link org.etalon.torch.probe.ProbeData} (the batch that is
 * probed with), {@link org.etalon.torch.probe.FirstStep} (where an optimiser's first step goes, per
 * unit of the learning rate), {@link org.etalon.torch.probe.StartingPoint} (a network at
 * initialisation with its batch, loss and first step), {@link org.etalon.torch.probe.Movement} (how
 * far values move to leading order, by an exact derivative), {@link org.etalon.torch.probe.Probe}
 * (what all probes have in common; one file each: {@link org.etalon.torch.probe.UpdateEnergy},
 * {@link org.etalon.torch.probe.RelativeEnergy}, {@link org.etalon.torch.probe.LargestLayer},
 * {@link org.etalon.torch.probe.LogitChange}, {@link org.etalon.torch.probe.Sharpness}, {@link
 * org.etalon.torch.probe.LineSearch}), {@link org.etalon.torch.probe.Probes} (all of them by name),
 * {@link org.etalon.torch.probe.Probing} (several networks and seeds, in parallel, aggregated), and
 * {@link org.etalon.torch.probe.Trust} (how far to believe it).
 *
 * <p>Everything is computed in double precision and is a function of the network, its start, the
 * data and the seed, whatever the number of threads.
 */
@NullMarked
package org.etalon.torch.probe;

import org.jspecify.annotations.NullMarked;
