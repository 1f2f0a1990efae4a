package org.etalon.law;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.Finding;
import org.etalon.init.Branches;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;

/**
 * Arithmetic-mean μP: the maximal-update learning rate of a non-recurrent multi-path network falls
 * as depth to the power 3/2.
 *
 * <p>η_target = η_base·(D_base/D_target)^(3/2), with D the sequential update-bearing units (final
 * version of [W26]) or the minimal path (its preprint).
 *
 * <p>Symbols: η learning rate of every tensor; D depth. Example: 8 to 32 units divide the rate by
 * 8.
 *
 * <p>Source: Wu et al., "Hyperparameter Transfer Laws for Non-Recurrent Multi-Path Neural Networks"
 * (arXiv:2602.07494); for plain ReLU networks already Jelassi et al. (arXiv:2305.07810).
 */
final class AmMup implements Law {
  @Override
  public String id() {
    return "am-mup";
  }

  @Override
  public String equation() {
    return "η_target = η_base·(D_base/D_target)^(3/2)";
  }

  @Override
  public String source() {
    return "[W26] arXiv:2602.07494";
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.UPDATE_UNITS;
  }

  @Override
  public List<DepthMeasure> statedMeasures() {
    return List.of(DepthMeasure.UPDATE_UNITS, DepthMeasure.MINIMAL_PATH);
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.of(Laws.DEPTH_EXPONENT);
  }

  @Override
  public List<String> assumptions() {
    return List.of(
        "SGD, a stabilising initialisation, no branch multiplier",
        "the exponent 3/2 is the law's; measured ones run from 1.18 to 1.70 ([W26])");
  }

  @Override
  public Correction apply(Transition transition) {
    List<Finding> findings = new ArrayList<>();
    if (transition.optimizer() != Optimizer.SGD) {
      findings.add(
          Finding.warning(
              "",
              "law am-mup was stated for SGD; with Adam [W26] measured exponents of 1.21 (CNN) and"
                  + " 1.27 (ResNet) instead of 1.5"));
    }
    if (!statedMeasures().contains(transition.measure())) {
      findings.add(
          Finding.warning(
              "",
              "law am-mup was stated for depth update-units or minimal-path, not "
                  + transition.measure().id()));
    }
    if (hasBranchGains(transition.target())) {
      findings.add(
          Finding.warning(
              "",
              "residual branches carry learned gains (LayerScale): [W26] measured an exponent near"
                  + " 0.2 for such networks, far from 1.5"));
    }
    return Correction.everywhere(transition.power(Laws.DEPTH_EXPONENT), findings);
  }

  private static boolean hasBranchGains(Network network) {
    if (network.blocks().count() == 0) {
      return false;
    }
    Branches branches = Branches.of(network);
    for (Tensor tensor : network.tensors()) {
      if (tensor.role() == Role.SCALE && branches.contains(tensor.mainUse().node())) {
        return true;
      }
    }
    return false;
  }
}
