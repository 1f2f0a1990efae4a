package org.etalon.law;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;

/**
 * Whatever a probe of the initialised networks says: η_target = η_base·η*(target)/η*(base). No
 * depth measure and no exponent enter; the probe sees width as well as depth.
 */
public final class ProbedLaw implements Law {
  /** The name users give it. */
  public static final String ID = "probe";

  /** The law as an equation. */
  public static final String EQUATION = "η_target = η_base·η*(target)/η*(base), η* probed";

  /** Where it comes from. */
  public static final String SOURCE = "[Z25], [W26]; the probe's own";

  /** What must hold for it to speak. */
  public static final String ASSUMPTION =
      "what bounds the rate at initialisation bounds it in training";

  private final RateProbe probe;

  /** A law that asks a probe. */
  public ProbedLaw(RateProbe probe) {
    this.probe = probe;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String equation() {
    return EQUATION;
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.UPDATE_UNITS;
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.empty();
  }

  @Override
  public boolean seesWidth() {
    return true;
  }

  @Override
  public List<String> assumptions() {
    return List.of(ASSUMPTION, "base and target probed alike: " + probe.description());
  }

  @Override
  public Correction apply(Transition transition) {
    ProbedRatio ratio = probe.compare(transition.base(), transition.target());
    Factor factor = new Factor(ratio.value(), evidence(ratio));
    Correction correction = Correction.everywhere(factor, probe.findings(transition.target()));
    return ratio.hasInterval()
        ? correction.within(new FactorInterval(ratio.low(), ratio.high(), ratio.confidence()))
        : correction;
  }

  private String evidence(ProbedRatio ratio) {
    String interval =
        ratio.hasInterval()
            ? String.format(
                Locale.ROOT,
                " (%s … %s at %s confidence)",
                Factor.shown(ratio.low()),
                Factor.shown(ratio.high()),
                Factor.shown(ratio.confidence()))
            : "";
    return String.format(
        Locale.ROOT,
        "η*(target)/η*(base) = %s/%s = %s%s, %s, %d seed%s",
        Factor.shown(ratio.target()),
        Factor.shown(ratio.base()),
        Factor.shown(ratio.value()),
        interval,
        probe.description(),
        ratio.seeds(),
        ratio.seeds() == 1 ? "" : "s");
  }
}
