package org.etalon.law;

/**
 * CompleteP, branch multiplier exponent a = 1: every residual branch × m_L^(−1); with AdamW the
 * rates of hidden weights stay as depth grows (m_L^(a−1) = 1), and Adam's ε falls as m_L^(−1).
 *
 * <p>Example: 12 to 48 blocks multiply every branch by ¼ and leave hidden rates alone. Width goes
 * by the rule {@code mup}, which agrees with CompleteP's own table.
 *
 * <p>Source: Dey et al., "Don't be lazy: CompleteP enables compute-efficient deep transformers"
 * (arXiv:2505.01618), Table 1. The public code scales ε for all groups, summaries of the paper only
 * inside residual blocks.
 */
final class CompleteP extends BranchMultiplierLaw {
  CompleteP() {
    super(1);
  }

  @Override
  public String id() {
    return "completep";
  }

  @Override
  public String source() {
    return "[D25] arXiv:2505.01618, Table 1";
  }
}
