package org.etalon.init;

import java.util.Optional;
import org.etalon.tensor.Network;

/**
 * The initialisation of [Y22]: hidden weights ∝ 1/√fan_in, input weights and everything else with
 * one infinite dimension as at the base, the read-out's standard deviation independent of width. At
 * the base it is {@code he}; the ratios between base and target are the width rule's ({@code
 * --width mup}), without which this initialisation means nothing.
 *
 * <p>Source: [Y22] (arXiv:2203.03466), Table 8, as the Python package {@code mup} implements it.
 */
final class Mup implements Initialisation {
  @Override
  public String id() {
    return "mup";
  }

  @Override
  public String rule() {
    return "he for hidden weights; the read-out's std stays that of the base; needs --width mup";
  }

  @Override
  public String source() {
    return "[Y22] arXiv:2203.03466, Table 8";
  }

  @Override
  public boolean assumesWidthRule() {
    return true;
  }

  @Override
  public WeightRule on(Network network) {
    return tensor ->
        He.isInnerWeight(tensor) ? Optional.of(He.with(tensor, 1, id())) : Optional.empty();
  }
}
