package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.lab.fit.LogMean;
import org.etalon.torch.probe.Measurement.LayerEnergy;

/**
 * What a probe found on one network over all seeds: logarithms are averaged, since fluctuations at
 * finite width are heavy-tailed and a plain mean is ruled by its largest members.
 *
 * @param measurements one for each seed, in their order
 */
public record ProbeResult(List<Measurement> measurements) {
  /** Copies the list. */
  public ProbeResult {
    measurements = List.copyOf(measurements);
  }

  /** η* of the seeds that gave one, in their order. */
  public double[] learningRates() {
    return measurements.stream()
        .map(Measurement::learningRate)
        .flatMapToDouble(OptionalDouble::stream)
        .toArray();
  }

  /** The aggregate of η*: geometric mean, standard error of its logarithm, count of seeds. */
  public LogMean learningRate() {
    return LogMean.of(learningRates());
  }

  /** Every layer's energy, the geometric mean over seeds; 0 where it is 0 for a seed. */
  public List<LayerEnergy> layers() {
    List<LayerEnergy> layers = new ArrayList<>();
    int count = measurements.stream().mapToInt(one -> one.layers().size()).min().orElse(0);
    for (int i = 0; i < count; i++) {
      int layer = i;
      double[] energies =
          measurements.stream().mapToDouble(one -> one.layers().get(layer).energy()).toArray();
      layers.add(new LayerEnergy(measurements.get(0).layers().get(i).name(), typical(energies)));
    }
    return layers;
  }

  private static double typical(double[] energies) {
    for (double energy : energies) {
      if (!(energy > 0) || Double.isInfinite(energy)) {
        return energy;
      }
    }
    return LogMean.of(energies).geometricMean().orElse(0);
  }

  /** What was noted, each note once with the number of seeds it is of. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    measurements.stream()
        .flatMap(one -> one.notes().stream())
        .distinct()
        .forEach(
            note -> {
              long seeds = measurements.stream().filter(one -> one.notes().contains(note)).count();
              notes.add(
                  seeds == measurements.size()
                      ? note
                      : note + " (" + seeds + " of " + measurements.size() + " seeds)");
            });
    int lost = measurements.size() - learningRates().length;
    if (lost > 0 && lost < measurements.size()) {
      notes.add(lost + " of " + measurements.size() + " seeds gave no rate and are left out");
    } else if (lost > 0) {
      notes.add("no seed gave a finite rate: nothing the probe looks at moves, or it overflows");
    }
    return notes;
  }
}
