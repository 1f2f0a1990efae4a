package org.etalon.graph;

import java.util.Arrays;
import java.util.List;

/** Operations of one activation that keep its shape: activations, normalisations, softmax. */
public sealed interface Pointwise extends Operation {

  /**
   * A nonlinearity applied to every element.
   *
   * @param function which
   * @param settings its numbers, in the order of {@link Function#settings}; as many as it has
   */
  record Activation(Function function, List<Double> settings) implements Pointwise {
    /** Copies the settings; none at all stand for the usual ones. */
    public Activation {
      settings = settings.isEmpty() ? function.standard() : List.copyOf(settings);
      if (settings.size() != function.settings().size()) {
        throw new ShapeMismatchException(
            "the function "
                + function
                + " takes "
                + function.settings().size()
                + " settings, "
                + function.settings()
                + ", not "
                + settings.size());
      }
    }

    /** A nonlinearity with given settings, or with the usual ones. */
    public Activation(Function function, double... settings) {
      this(function, Arrays.stream(settings).boxed().toList());
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

  /** The elementwise functions, with their settings' names and usual values. */
  enum Function {
    /** max(x, 0). */
    RELU,
    /** x Φ(x), Φ the normal distribution function. */
    GELU,
    /** GELU by its tanh approximation. */
    GELU_TANH,
    /** x σ(1.702 x). */
    QUICK_GELU,
    /** x σ(alpha x), also called Swish; alpha 1. */
    SILU("alpha", 1),
    /** x min(max(x + 3, 0), 6)/6. */
    HARD_SWISH,
    /** x tanh(log(1 + eˣ)). */
    MISH,
    /** x for x ≥ 0, else alpha · x; alpha 0.01. */
    LEAKY_RELU("alpha", 0.01),
    /** LeakyReLU with a learned slope. */
    PRELU,
    /** min(max(x, min), max); an open side is infinite. */
    CLIP("min", Double.NEGATIVE_INFINITY, "max", Double.POSITIVE_INFINITY),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID,
    /** min(max(alpha x + beta, 0), 1); alpha 1/6 and beta ½. */
    HARD_SIGMOID("alpha", 1.0 / 6, "beta", 0.5),
    /** Hyperbolic tangent. */
    TANH,
    /** Exponential linear unit: x for x ≥ 0, else alpha (eˣ − 1); alpha 1. */
    ELU("alpha", 1),
    /** max(x, 0) + min(0, alpha (exp(x/alpha) − 1)); alpha 1. */
    CELU("alpha", 1),
    /** gamma x for x > 0, else gamma alpha (eˣ − 1); by default with zero mean kept. */
    SELU("alpha", 1.6732632423543772, "gamma", 1.0507009873554805),
    /** log(1 + eˣ). */
    SOFTPLUS,
    /** x/(1 + |x|). */
    SOFTSIGN,
    /** x + bias below −lambda, x − bias above lambda, 0 between; lambda ½ and bias 0. */
    SHRINK("lambda", 0.5, "bias", 0),
    /** x − tanh(x). */
    TANHSHRINK,
    /** x where above alpha, else 0; alpha 1. */
    THRESHOLDED_RELU("alpha", 1),
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
    /** Tangent. */
    TAN,
    /** Arcsine. */
    ASIN,
    /** Arccosine. */
    ACOS,
    /** Arctangent. */
    ATAN,
    /** Hyperbolic sine. */
    SINH,
    /** Hyperbolic cosine. */
    COSH,
    /** Inverse hyperbolic sine. */
    ASINH,
    /** Inverse hyperbolic cosine. */
    ACOSH,
    /** Inverse hyperbolic tangent. */
    ATANH,
    /** The largest whole number not above. */
    FLOOR,
    /** The smallest whole number not below. */
    CEIL,
    /** The nearest whole number, the even one where two are as near. */
    ROUND,
    /** −1, 0 or 1. */
    SIGN,
    /**
     * 1 at the first of the largest elements along an axis, else 0; the axis counts from the end.
     */
    HARDMAX("axis", -1);

    private final String first;
    private final double usualFirst;
    private final String second;
    private final double usualSecond;

    Function() {
      this("", 0, "", 0);
    }

    Function(String name, double usual) {
      this(name, usual, "", 0);
    }

    Function(String first, double usualFirst, String second, double usualSecond) {
      this.first = first;
      this.usualFirst = usualFirst;
      this.second = second;
      this.usualSecond = usualSecond;
    }

    /** Names of its settings, in order. */
    public List<String> settings() {
      return first.isEmpty()
          ? List.of()
          : second.isEmpty() ? List.of(first) : List.of(first, second);
    }

    /** Usual values of its settings, in order. */
    public List<Double> standard() {
      return first.isEmpty()
          ? List.of()
          : second.isEmpty() ? List.of(usualFirst) : List.of(usualFirst, usualSecond);
    }
  }

  /**
   * A normalisation. Operand 0 is the data; then, where present and in this order, gain, bias,
   * running mean, running variance. A bias without a gain comes after a constant gain of 1.
   *
   * <p>Gain and bias of a batch, group or instance norm run along the channels, axis 1; those of a
   * group norm may have one entry a group instead. Those of a layer or RMS norm, where they have as
   * many axes as are normalised, run along these; otherwise they broadcast against the data. A
   * batch norm without running statistics always takes the batch's.
   *
   * @param kind over what statistics are taken
   * @param axes for {@code LAYER}, {@code RMS} and {@code L2}: the axes that are normalised,
   *     counted from the end, −1 being the last; only where the number of axes was not known may
   *     they count from the front
   * @param groups number of channel groups, for {@code GROUP}
   * @param epsilon added to the variance or mean square under the root; for {@code L2} to the sum
   *     of powers
   * @param settings for {@code LOCAL_RESPONSE}: number of channels summed over, alpha, beta, bias k
   *     of x / (k + alpha/size · Σx²)^beta; for {@code L2}: the power p of (Σ|x|^p + ε)^(1/p),
   *     which may be infinite; for the others none
   */
  record Normalisation(
      Kind kind, List<Integer> axes, int groups, double epsilon, List<Double> settings)
      implements Pointwise {
    private static final List<Double> ALEXNET = List.of(5.0, 1e-4, 0.75, 1.0);

    /** Copies the lists; no settings at all stand for the usual ones. */
    public Normalisation {
      axes = List.copyOf(axes);
      List<Double> usual =
          kind == Kind.LOCAL_RESPONSE ? ALEXNET : kind == Kind.L2 ? List.of(2.0) : List.of();
      settings = settings.isEmpty() ? usual : List.copyOf(settings);
      if (settings.size() != usual.size()) {
        throw new ShapeMismatchException(
            kind.label + " takes " + usual.size() + " settings, not " + settings.size());
      }
    }

    /** A normalisation with the usual settings. */
    public Normalisation(Kind kind, List<Integer> axes, int groups, double epsilon) {
      this(kind, axes, groups, epsilon, List.of());
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
      /** To unit length, in the Euclidean or another norm. */
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
