package org.etalon.law;

/**
 * Depth-μP, branch multiplier exponent a = ½: every residual branch × m_L^(−½); with AdamW what
 * lies on branches learns at m_L^(−½) times the base's rate.
 *
 * <p>Example: 12 to 48 blocks multiply every branch, and every rate on it, by ½.
 *
 * <p>Source: Yang, Yu, Zhu, Hayou, "Tensor Programs VI" (arXiv:2310.02244); the table with decay
 * and ε is [D25]'s (arXiv:2505.01618) at α = ½.
 */
final class DepthMup extends BranchMultiplierLaw {
  DepthMup() {
    super(0.5);
  }

  @Override
  public String id() {
    return "depth-mup";
  }

  @Override
  public String source() {
    return "[Y23] arXiv:2310.02244; [D25] arXiv:2505.01618, Table 1 with α = ½";
  }
}
