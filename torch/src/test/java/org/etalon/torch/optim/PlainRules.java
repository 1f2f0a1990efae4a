package org.etalon.torch.optim;

/** Update rules of one number written out, in double precision. */
final class PlainRules {
  private PlainRules() {}

  /** A rule of one number, with its state. */
  interface Plain {
    /** The number after a step. */
    double step(double weight, double gradient, double rate, double decay, double epsilon);
  }

  static Plain sgd(double momentum, boolean nesterov) {
    return new Plain() {
      private double buffer;

      @Override
      public double step(double w, double g, double rate, double decay, double epsilon) {
        double d = g + decay * w;
        buffer = momentum * buffer + d;
        return w - rate * (nesterov ? d + momentum * buffer : buffer);
      }
    };
  }

  static Plain adam(double beta1, double beta2, boolean decoupled) {
    return new Plain() {
      private double mean;
      private double square;
      private int steps;

      @Override
      public double step(double w, double g, double rate, double decay, double epsilon) {
        steps++;
        double shrunk = decoupled ? w - rate * decay * w : w;
        double d = decoupled ? g : g + decay * w;
        mean = beta1 * mean + (1 - beta1) * d;
        square = beta2 * square + (1 - beta2) * d * d;
        double unbiasedMean = mean / (1 - Math.pow(beta1, steps));
        double unbiasedSquare = square / (1 - Math.pow(beta2, steps));
        return shrunk - rate * unbiasedMean / (Math.sqrt(unbiasedSquare) + epsilon);
      }
    };
  }
}
