package org.etalon.graph;

import java.util.List;

/** Operations of one activation that keep its shape: activations, normalisations, softmax. */
public sealed interface Pointwise extends Operation {

  /**
   * A nonlinearity applied to every element.
   *
   * @param function which
   * @param parameter its setting where it has one (LeakyReLU's slope), else 0
   */
  record Activation(Function function, double parameter) implements Pointwise {
    /** A nonlinearity without a setting. */
    public Activation(Function function) {
      this(function, 0);
    }

    @Override
    public String label() {
      return function.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** PReLU learns its slope: a second operand. */
    @Override
    public int mostOperands() {
      return function == Function.PRELU ? 2 : 1;
    }
  }

  /** The elementwise functions. */
  enum Function {
    /** max(x, 0). */
    RELU,
    /** x Φ(x), Φ the normal distribution function. */
    GELU,
    /** GELU by its tanh approximation. */
    GELU_TANH,
    /** x σ(1.702 x). */
    QUICK_GELU,
    /** x σ(x), also called Swish. */
    SILU,
    /** x min(max(x + 3, 0), 6)/6. */
    HARD_SWISH,
    /** x tanh(log(1 + eˣ)). */
    MISH,
    /** x for x ≥ 0, else slope · x. */
    LEAKY_RELU,
    /** LeakyReLU with a learned slope. */
    PRELU,
    /** x clipped to [0, 6] or any other interval. */
    CLIP,
    /** 1/(1 + e⁻ˣ). */
    SIGMOID,
    /** min(max(x/6 + ½, 0), 1). */
    HARD_SIGMOID,
    /** Hyperbolic tangent. */
    TANH,
    /** Exponential linear unit. */
    ELU,
    /** Continuously differentiable ELU. */
    CELU,
    /** Scaled ELU. */
    SELU,
    /** log(1 + eˣ). */
    SOFTPLUS,
    /** x/(1 + |x|). */
    SOFTSIGN,
    /** Zero near the origin, shifted outside. */
    SHRINK,
    /** x where above a threshold, else 0. */
    THRESHOLDED_RELU,
    /** |x|. */
    ABS,
    /** eˣ. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** Square root. */
    SQRT,
    /** 1/x. */
    RECIPROCAL,
    /** −x. */
    NEGATE,
    /** Error function. */
    ERF,
    /** Sine. */
    SIN,
    /** Cosine. */
    COS,
    /** Any other elementwise function; its operator is in the node's name. */
    OTHER
  }

  /**
   * A normalisation. Operand 0 is the data; then, where present, gain, bias, running mean, running
   * variance.
   *
   * @param kind over what statistics are taken
   * @param axes for {@code LAYER}, {@code RMS} and {@code L2}: how many trailing axes, or the axes
   *     themselves when negative entries are given
   * @param groups number of channel groups, for {@code GROUP}
   * @param epsilon added to the variance
   */
  record Normalisation(Kind kind, List<Integer> axes, int groups, double epsilon)
      implements Pointwise {
    /** Copies the axes. */
    public Normalisation {
      axes = List.copyOf(axes);
    }

    /** A normalisation over the last axis (layer, RMS) or per channel (batch). */
    public Normalisation(Kind kind, double epsilon) {
      this(kind, List.of(-1), 1, epsilon);
    }

    @Override
    public String label() {
      return kind.label;
    }

    @Override
    public Shape infer(List<Shape> operands) {
      Shape data = operands.get(0);
      boolean perChannel = kind == Kind.BATCH || kind == Kind.GROUP || kind == Kind.INSTANCE;
      Dim features =
          perChannel
              ? data.rank() > 1 ? data.dim(1) : Dim.of(1)
              : data.rank() > 0 ? data.dim(-1) : Dim.of(1);
      for (int i = 1; i < operands.size(); i++) {
        Shape statistic = operands.get(i);
        if ((perChannel || axes.equals(List.of(-1)))
            && statistic.rank() == 1
            && features.isKnown()
            && statistic.dim(0).isKnown()
            && statistic.dim(0).value() != features.value()
            && statistic.dim(0).value() != groups
            && statistic.dim(0).value() != 1) {
          throw new ShapeMismatchException(
              label() + " of " + data + " cannot take gains or statistics of shape " + statistic);
        }
      }
      return data;
    }

    @Override
    public int mostOperands() {
      return 5;
    }

    /** Over what the statistics are taken. */
    public enum Kind {
      /** Over batch and space, per channel. */
      BATCH("batch norm"),
      /** Over features, per position. */
      LAYER("layer norm"),
      /** Over groups of channels and space. */
      GROUP("group norm"),
      /** Over space, per channel and example. */
      INSTANCE("instance norm"),
      /** Over features, without centring. */
      RMS("RMS norm"),
      /** To unit length. */
      L2("L2 normalisation"),
      /** Over neighbouring channels (AlexNet's). */
      LOCAL_RESPONSE("local response normalisation");

      private final String label;

      Kind(String label) {
        this.label = label;
      }
    }
  }

  /** Softmax along an axis, or its logarithm. */
  record Softmax(int axis, boolean logarithm) implements Pointwise {
    @Override
    public String label() {
      return logarithm ? "log-softmax" : "softmax";
    }
  }

  /** Random zeroing with the given rate while training. */
  record Dropout(double rate) implements Pointwise {
    @Override
    public String label() {
      return "dropout";
    }
  }

  /**
   * An operator Etalon does not know, of one activation and no parameters, taken to keep the shape.
   */
  record PassThrough(String operator) implements Pointwise {
    @Override
    public String label() {
      return operator;
    }

    @Override
    public int mostOperands() {
      return Integer.MAX_VALUE;
    }
  }

  @Override
  default Shape infer(List<Shape> operands) {
    return operands.get(0);
  }

  @Override
  default int fewestOperands() {
    return 1;
  }

  @Override
  default int mostOperands() {
    return 1;
  }
}
