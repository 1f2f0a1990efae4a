package org.etalon.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean and standard deviation of every channel, over all training examples and positions. Examples
 * are normalised to (x − mean)/std. The channels divide an example into equal runs of elements.
 */
public final class Normalisation {
  private final double[] mean;
  private final double[] std;

  private Normalisation(double[] mean, double[] std) {
    this.mean = mean;
    this.std = std;
  }

  /** Leaves values as they are: mean 0, standard deviation 1. */
  static Normalisation none(int channels) {
    double[] ones = new double[channels];
    Arrays.fill(ones, 1);
    return new Normalisation(new double[channels], ones);
  }

  /** Measures examples, in two passes and double precision. */
  static Normalisation of(Examples.Real examples, int channels) {
    double[] mean = new double[channels];
    double[] square = new double[channels];
    int run = examples.elements() / channels;
    double count = (double) run * examples.size();
    float[] values = new float[examples.elements()];
    for (int i = 0; i < examples.size(); i++) {
      examples.read(i, values, 0);
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int j = c * run; j < (c + 1) * run; j++) {
          sum += values[j];
        }
        mean[c] += sum / count;
      }
    }
    for (int i = 0; i < examples.size(); i++) {
      examples.read(i, values, 0);
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int j = c * run; j < (c + 1) * run; j++) {
          double difference = values[j] - mean[c];
          sum += difference * difference;
        }
        square[c] += sum / count;
      }
    }
    double[] std = new double[channels];
    for (int c = 0; c < channels; c++) {
      double root = Math.sqrt(square[c]);
      // What never varies has only its rounding error to divide by; it becomes 0 instead.
      std[c] = root > 1e-9 * Math.abs(mean[c]) && root > 0 ? root : 1;
    }
    return new Normalisation(mean, std);
  }

  /** Mean of every channel. */
  public double[] mean() {
    return mean.clone();
  }

  /** Standard deviation of every channel; 1 where a channel never varies. */
  public double[] std() {
    return std.clone();
  }

  /** The number of channels. */
  public int channels() {
    return mean.length;
  }

  /** The same for every one of several copies of the only channel. */
  Normalisation repeated(int channels) {
    return new Normalisation(
        IntStream.range(0, channels).mapToDouble(c -> mean[0]).toArray(),
        IntStream.range(0, channels).mapToDouble(c -> std[0]).toArray());
  }

  /** Normalises one example in place. */
  void apply(float[] values, int offset, int elements) {
    int run = elements / mean.length;
    for (int c = 0; c < mean.length; c++) {
      float scale = (float) (1 / std[c]);
      float centre = (float) mean[c];
      int end = offset + (c + 1) * run;
      for (int i = offset + c * run; i < end; i++) {
        values[i] = (values[i] - centre) * scale;
      }
    }
  }
}
