package org.etalon.torch.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.law.Law;
import org.etalon.tensor.Network;
import org.etalon.torch.optim.UpdateRule;
import org.etalon.torch.optim.UpdateRules;

/**
 * Whether a parametrisation does for width, or depth, what it promises: networks that differ in
 * nothing else are trained for a few steps on the same batch, and the sizes of their
 * representations' coordinates are compared.
 *
 * <p>Under μP every coordinate moves by Θ(1) at every step, whatever the width: the slope of the
 * log of the mean absolute change on the log of width is 0 for every representation and for the
 * logits. The sizes themselves may shrink (logits that start from a small read-out do, as 1/√width,
 * and scaled attention products), but must not grow.
 *
 * <p>For depth, laws with branch multipliers promise the same of every representation. Laws with
 * one rate for all ([W26]'s am-mup and its like) promise that the root mean square over all
 * representations does not depend on depth; early ones move less, and so do the logits.
 *
 * <p>Source: [Y22] (arXiv:2203.03466), appendix D.1, and {@code mup.coord_check}, which plots the
 * sizes and leaves the judgement to the eye.
 */
public final class CoordinateCheck {
  private final CheckRequest request;
  private final List<Network> networks;
  private final Variation.Axis axis;
  private final List<List<Watched>> watched;

  private CoordinateCheck(CheckRequest request) {
    this.request = request;
    this.networks = request.variation().networks();
    this.axis = request.variation().axis(networks);
    this.watched = networks.stream().map(network -> WatchedValues.of(network, axis)).toList();
  }

  /**
   * Runs a check.
   *
   * @throws InputException if a network cannot be built, planned for, fed or held in memory, or
   *     libtorch is missing
   */
  public static CheckResult run(CheckRequest request) {
    return run(request, request.scaling());
  }

  /** Runs a check of another parametrisation than the request's own. */
  static CheckResult run(CheckRequest request, Parametrisation parametrisation) {
    return new CoordinateCheck(request).result(parametrisation);
  }

  private CheckResult result(Parametrisation parametrisation) {
    requireSame();
    Sizes[][] sizes = train(parametrisation);
    List<Measurement> measurements = new ArrayList<>();
    for (int step = 0; step <= request.sampling().steps(); step++) {
      for (int w = 0; w < watched.get(0).size(); w++) {
        for (Quantity quantity : Quantity.values()) {
          if (step > 0 || quantity == Quantity.SIZE) {
            measurements.add(measurement(sizes, w, quantity, step));
          }
        }
      }
    }
    return new CheckResult(request, axis, measurements, findings());
  }

  private void requireSame() {
    List<String> names = watched.get(0).stream().map(Watched::name).toList();
    for (int i = 1; i < watched.size(); i++) {
      if (!watched.get(i).stream().map(Watched::name).toList().equals(names)) {
        throw new InputException(
            networks.get(i).reference(),
            "has other representations than " + networks.get(0).reference(),
            "vary a key that changes width or depth alone, between values far enough from 1");
      }
    }
  }

  /** Every network in every repetition, as many at once as there are cores. */
  private Sizes[][] train(Parametrisation parametrisation) {
    Sampling sampling = request.sampling();
    UpdateRule rule = UpdateRules.byId(request.scaling().optimizer().id());
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<List<Future<Sizes>>> runs = new ArrayList<>();
      for (int i = 0; i < networks.size(); i++) {
        runs.add(new ArrayList<>());
      }
      // The largest first: what is left at the end is short.
      for (int i = networks.size() - 1; i >= 0; i--) {
        Network network = networks.get(i);
        List<Watched> own = watched.get(i);
        Parametrisation.Setting setting = parametrisation.of(networks.get(0), network);
        for (int s = 0; s < sampling.seeds(); s++) {
          long seed = sampling.seed() + s;
          runs.get(i)
              .add(
                  workers.submit(
                      () -> TrainingTrace.of(network, setting, rule, own, sampling, seed)));
        }
      }
      Sizes[][] sizes = new Sizes[networks.size()][sampling.seeds()];
      for (int i = 0; i < sizes.length; i++) {
        for (int s = 0; s < sizes[i].length; s++) {
          sizes[i][s] = runs.get(i).get(s).get();
        }
      }
      return sizes;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    } finally {
      workers.shutdownNow();
    }
  }

  private Measurement measurement(Sizes[][] sizes, int w, Quantity quantity, int step) {
    double[][] measured = new double[sizes.length][];
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      measured[i] = Arrays.stream(sizes[i]).mapToDouble(run -> run.of(quantity, step, w)).toArray();
      means.add(Math.exp(Arrays.stream(measured[i]).map(Math::log).average().orElseThrow()));
    }
    Watched shown = watched.get(watched.size() - 1).get(w);
    Optional<SlopeOverSeeds.Slope> slope =
        SlopeOverSeeds.of(request.variation().values(), measured, request.criterion().confidence());
    Expectation expectation = expectation(shown, quantity);
    return new Measurement(
        shown.name(),
        shown.kind().id(),
        shown.weight(),
        quantity,
        step,
        means,
        slope.map(s -> OptionalDouble.of(s.value())).orElse(OptionalDouble.empty()),
        slope.flatMap(SlopeOverSeeds.Slope::interval),
        expectation,
        judgement(measured, slope, expectation));
  }

  private Judgement judgement(
      double[][] sizes, Optional<SlopeOverSeeds.Slope> slope, Expectation expectation) {
    if (slope.isEmpty()) {
      if (Arrays.stream(sizes).flatMapToDouble(Arrays::stream).anyMatch(Double::isInfinite)) {
        return Judgement.FAILS;
      }
      boolean still =
          Arrays.stream(sizes).flatMapToDouble(Arrays::stream).allMatch(size -> size == 0);
      return still || expectation == Expectation.NONE ? Judgement.NOT_JUDGED : Judgement.UNDECIDED;
    }
    return request.criterion().of(expectation, slope.get().interval());
  }

  private Expectation expectation(Watched value, Quantity quantity) {
    Law law = request.scaling().law();
    boolean everywhere = axis == Variation.Axis.WIDTH || law.multipliesBranches();
    if (everywhere) {
      boolean flat = quantity == Quantity.CHANGE && value.kind() != Watched.Kind.ATTENTION;
      return flat ? Expectation.FLAT : Expectation.NOT_GROWING;
    }
    if (quantity == Quantity.SIZE) {
      // A stream that adds up unscaled branches grows with their number; no rate changes that.
      return Expectation.NONE;
    }
    return value.kind() == Watched.Kind.MEAN ? Expectation.FLAT : Expectation.NOT_GROWING;
  }

  private List<Finding> findings() {
    Set<Finding> findings = new LinkedHashSet<>();
    findings.addAll(
        request.scaling().plan(networks.get(0), networks.get(networks.size() - 1)).findings());
    return List.copyOf(findings);
  }
}
