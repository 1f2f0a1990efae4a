package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Trial;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.ProbedLaw;
import org.etalon.law.RateProbe;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;

/**
 * What laws say of a target. They are told the base's optimum and both networks; only {@code
 * measured} is told the optima of sizes between, and none is told the target's.
 */
final class Predictor {
  /** Keys whose values are depths, so that a law of depth may go by them. */
  private static final Set<String> DEPTHS = Set.of("depth", "blocks", "layers", "cells");

  private static final double EXPONENT = Laws.DEPTH_EXPONENT;

  private final Sweep sweep;
  private final SizeRuns base;
  private final Optimum optimum;
  private final Optional<Plans> plans;
  private final Parametrisation parametrisation;
  private final Function<String, Network> networks;
  private final Optional<RateProbe> probe;
  private final Set<String> notes = new LinkedHashSet<>();

  Predictor(
      Sweep sweep,
      SizeRuns base,
      Optimum optimum,
      Function<String, Network> networks,
      Optional<RateProbe> probe) {
    this.sweep = sweep;
    this.base = base;
    this.optimum = optimum;
    this.plans =
        sweep.study().isPresent()
            ? Plans.of(sweep.study().get().training())
            : Optional.of(Plans.standard());
    this.parametrisation = Parametrisation.of(sweep.study(), plans, networks);
    this.networks = networks;
    this.probe = probe;
  }

  /** What laws had to say beside their predictions. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** A law's prediction. */
  Predicted predict(JudgedLaw law, Size target) {
    try {
      if (law.id().equals(JudgedLaw.MEASURED)) {
        return measured(target);
      }
      if (parametrisation.isBy(law)) {
        return fromBase(optimum.learningRate());
      }
      boolean known = !base.size().model().isEmpty() && !target.model().isEmpty();
      return known && plans.isPresent() ? planned(law, target) : byDepth(law, target, known);
    } catch (InputException refused) {
      return new Predicted.Nothing(refused.problem());
    }
  }

  /** A prediction whose factor is exact: it is as uncertain as the base's optimum. */
  private Predicted fromBase(double rate) {
    double factor = rate / optimum.learningRate();
    return new Predicted.InStudy(rate, UncertainRate.of(optimum).map(one -> one.times(factor)));
  }

  // --- laws of networks --------------------------------------------------------------------------

  private Predicted planned(JudgedLaw law, Size target) {
    if (law.measure().equals(Optional.of(DepthMeasure.BLOCKS))
        && (base.size().depth(DepthMeasure.BLOCKS).isEmpty()
            || target.depth(DepthMeasure.BLOCKS).isEmpty())) {
      return new Predicted.Nothing("needs residual blocks");
    }
    OptionalDouble factor = parametrisation.factor(base.size());
    if (factor.isEmpty()) {
      return new Predicted.Nothing(
          "the study trains the base by a plan of several rates, and a law carries one");
    }
    double rate = optimum.learningRate() * factor.getAsDouble();
    if (law.id().equals(JudgedLaw.PROBE) && probe.isEmpty()) {
      return new Predicted.Nothing("needs an engine that probes networks");
    }
    Law asked =
        law.id().equals(JudgedLaw.PROBE)
            ? new ProbedLaw(probe.orElseThrow())
            : Laws.byId(law.id(), OptionalDouble.empty());
    WidthRule width = asked.seesWidth() ? WidthRule.NONE : parametrisation.width();
    Plans made = plans.orElseThrow();
    TransferPlan plan =
        made.plan(
            networks.apply(base.size().model()),
            networks.apply(target.model()),
            rate,
            asked,
            law.measure(),
            width);
    plan.findings().stream().filter(Predictor::isOfTheLaw).forEach(f -> notes.add(f.message()));
    OptionalDouble same = parametrisation.rate(target, plan, optimum.learningRate());
    if (same.isPresent()) {
      return fromBase(same.getAsDouble());
    }
    OptionalDouble one = made.oneRate(plan);
    return one.isPresent()
        ? new Predicted.OneRate(one.getAsDouble())
        : new Predicted.ByPlan(
            new Trial.Transfer(
                base.size().model(),
                law.id(),
                plan.measure().id(),
                OptionalDouble.empty(),
                width.id()),
            rate,
            plan);
  }

  private static boolean isOfTheLaw(Finding finding) {
    return finding.severity() == Finding.Severity.WARNING
        && finding.node().isEmpty()
        && !finding.message().startsWith("base: ")
        && !finding.message().startsWith("target: ");
  }

  // --- laws without networks ---------------------------------------------------------------------

  /** What can be said without the networks, or of an optimizer that no law speaks of. */
  private Predicted byDepth(JudgedLaw law, Size target, boolean known) {
    if (law.id().equals(JudgedLaw.CONSTANT)) {
      return fromBase(optimum.learningRate());
    }
    if (!law.id().equals(JudgedLaw.AM_MUP)) {
      return new Predicted.Nothing(
          known ? "does not speak of this optimizer" : "needs the networks, which are not known");
    }
    DepthMeasure measure = law.measure().orElse(DepthMeasure.UPDATE_UNITS);
    OptionalDouble from = base.size().depth(measure);
    OptionalDouble to = target.depth(measure);
    if (from.isEmpty() || to.isEmpty()) {
      if (measure != DepthMeasure.UPDATE_UNITS) {
        return new Predicted.Nothing("needs the networks, which are not known");
      }
      if (sweep.varied().filter(DEPTHS::contains).isEmpty()) {
        return new Predicted.Nothing(
            "goes by depth, and the networks are not known; name the column of depths 'depth'");
      }
      from = base.size().value();
      to = target.value();
      if (from.isEmpty() || to.isEmpty()) {
        return new Predicted.Nothing("goes by depth, and a size has none");
      }
      notes.add(
          "the networks are not known: am-mup goes by "
              + sweep.varied().orElse("value")
              + " itself, not by update units");
    }
    double ratio = from.getAsDouble() / to.getAsDouble();
    return fromBase(optimum.learningRate() * Math.pow(ratio, EXPONENT));
  }

  // --- measured ----------------------------------------------------------------------------------

  /** What positions are of: the varied value if all sizes have one, else update units. */
  private Optional<DepthMeasure> position() {
    return sweep.hasValues() ? Optional.empty() : Optional.of(DepthMeasure.UPDATE_UNITS);
  }

  /** The power law through the optima of all smaller sizes. The target's own runs do not enter. */
  private Predicted measured(Size target) {
    Optional<DepthMeasure> measure = position();
    OptionalDouble at = target.position(measure);
    if (at.isEmpty()) {
      return new Predicted.Nothing("fits over size, and the target's is not known");
    }
    Map<Double, Optimum> smaller = new TreeMap<>();
    for (SizeRuns size : sweep.sizes()) {
      OptionalDouble position = size.position(measure);
      if (position.isPresent()
          && position.getAsDouble() < at.getAsDouble()
          && size.optimum().isPresent()) {
        smaller.putIfAbsent(position.getAsDouble(), size.optimum().get());
      }
    }
    OptimaOverSizes points = OptimaOverSizes.of(smaller);
    if (points.points().size() < 2) {
      return new Predicted.Nothing(
          "needs two smaller sizes with an optimum inside the rates tried; there "
              + (points.points().size() == 1 ? "is one" : "is none"));
    }
    var line = points.fit().predict(at.getAsDouble());
    double rate = Math.exp(line.logY());
    return new Predicted.InStudy(
        rate,
        line.line()
            .map(
                estimate ->
                    new UncertainRate(
                        rate,
                        estimate.interval(sweep.confidence()).exp(),
                        estimate.degreesOfFreedom())));
  }

  /** How {@code measured} tells sizes, for people. */
  static String fittedAgainst(Sweep sweep) {
    return sweep.hasValues() ? sweep.varied().orElse("value") : DepthMeasure.UPDATE_UNITS.id();
  }

  /** The sizes other than the base. */
  List<SizeRuns> targets() {
    List<SizeRuns> targets = new ArrayList<>(sweep.sizes());
    targets.remove(base);
    return targets;
  }
}
