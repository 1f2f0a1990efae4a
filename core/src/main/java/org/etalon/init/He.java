package org.etalon.init;

import java.util.Locale;
import java.util.Optional;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;

/**
 * He's initialisation: Var[W] = g²/fan_in with gain g² = 2 for every layer except the read-out, as
 * [W26] uses it. A rectifier halves the second moment, and the 2 makes up for it.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, eq. 10.
 */
final class He implements Initialisation {
  static final String SOURCE = "He et al. 2015 (arXiv:1502.01852), eq. 10";

  @Override
  public String id() {
    return "he";
  }

  @Override
  public String rule() {
    return "Var[W] = 2/fan_in for every layer but the read-out";
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public WeightRule on(Network network) {
    return tensor -> isInnerWeight(tensor) ? Optional.of(with(tensor, 1, "he")) : Optional.empty();
  }

  /** Whether the tensor is the weight of a layer that is neither look-up nor read-out. */
  static boolean isInnerWeight(Tensor tensor) {
    return tensor.role() == Role.INPUT || tensor.role() == Role.HIDDEN;
  }

  /** Var = 2/(divisor · fan_in), for an inner weight; {@code name} says by which rule. */
  static Initial with(Tensor tensor, long divisor, String name) {
    long fanIn = fanIn(tensor);
    double std = Math.sqrt(2.0 / ((double) divisor * fanIn));
    return Initial.normal(
        std,
        () ->
            String.format(
                Locale.ROOT,
                "init %s: std = √(2/%s) = %.6g",
                name,
                divisor == 1 ? "" + fanIn : "(" + divisor + "·" + fanIn + ")",
                std));
  }

  static long fanIn(Tensor tensor) {
    return tensor
        .fanIn()
        .orElseThrow(() -> new IllegalArgumentException(tensor.name() + " is no layer's weight"));
  }
}
