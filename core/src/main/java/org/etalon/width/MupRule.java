package org.etalon.width;

import java.util.Locale;
import org.etalon.law.Factor;
import org.etalon.law.Optimizer;

/**
 * The width rules of [Y22], which follow the number of infinite dimensions of a tensor, not its
 * name.
 *
 * <p>With m_in and m_out the ratios, target over base, of fan-in and fan-out, and m that of a lone
 * infinite dimension:
 *
 * <pre>
 *   infinite          SGD lr        Adam lr    Adam decay
 *   both              m_out/m_in    1/m_in     m_in
 *   fan-in or fan-out m             1          1
 *   none              1             1          1
 * </pre>
 *
 * <p>SGD's decay scales inversely to its rate, so that η·λ stays. A read-out's input is divided by
 * m_in, and its standard deviation does not change with width.
 *
 * <p>Source: Yang et al., "Tensor Programs V" (arXiv:2203.03466), Tables 3 and 8, in the form of
 * the Python package {@code mup} ({@code MuSGD}, {@code MuAdam}, {@code MuReadout}).
 */
public final class MupRule {
  private static final String SOURCE = "width rule mup ([Y22]): ";

  private MupRule() {}

  /** The factor on a tensor's learning rate. */
  public static Factor learningRate(WidthRatio ratio, Optimizer optimizer) {
    int infinite = ratio.infiniteDimensions();
    if (infinite == 0) {
      return Factor.NONE;
    }
    if (infinite == 2) {
      return optimizer == Optimizer.SGD
          ? factor(
              ratio.out() / ratio.in(),
              "two infinite dimensions, SGD: × m_out/m_in = %s/%s",
              ratio.out(),
              ratio.in())
          : factor(1 / ratio.in(), "two infinite dimensions, Adam: ÷ m_in = 1/%s", ratio.in());
    }
    double m = ratio.in() == 1 ? ratio.out() : ratio.in();
    return optimizer == Optimizer.SGD
        ? factor(m, "one infinite dimension, SGD: × m = %s", m)
        : new Factor(1, SOURCE + "one infinite dimension (m = " + Factor.shown(m) + "), Adam: × 1");
  }

  /** The factor on a tensor's weight decay. */
  public static Factor weightDecay(WidthRatio ratio, Optimizer optimizer) {
    if (ratio.infiniteDimensions() == 0) {
      return Factor.NONE;
    }
    if (optimizer == Optimizer.SGD) {
      double rate = learningRate(ratio, optimizer).value();
      return rate == 1
          ? Factor.NONE
          : factor(1 / rate, "SGD's decay inversely to its rate: ÷ %s", rate);
    }
    return ratio.infiniteDimensions() == 2
        ? factor(ratio.in(), "Adam's decay with two infinite dimensions: × m_in = %s", ratio.in())
        : Factor.NONE;
  }

  private static Factor factor(double value, String reason, double... numbers) {
    Object[] shown = new Object[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      shown[i] = Factor.shown(numbers[i]);
    }
    String text = String.format(Locale.ROOT, reason, shown);
    String result = " = " + Factor.shown(value);
    return new Factor(value, SOURCE + (text.endsWith(result) ? text : text + result));
  }
}
