package org.etalon.lab.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store.BroughtTrial;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.Trials;
import org.etalon.tensor.Network;

/**
 * A finished study of any size, made up: plain networks whose optimum is 2/units^1.5, losses a
 * parabola in log η about it with noise of the seed, diverging above four times the optimum.
 *
 * <p>As a program it writes one into a store: {@code SyntheticStudy STORE SIZES RATES SEEDS}.
 */
public final class SyntheticStudy {
  /** Its name. */
  public static final String NAME = "synthetic";

  private static final int STEPS = 20;
  private static final int STEPS_TO_DIVERGE = 6;
  private static final double START = 2.3;
  private static final Provenance MADE =
      new Provenance("0.1.0", "none", "17.0.12", "Linux amd64", "synthetic");

  private SyntheticStudy() {}

  /**
   * The study.
   *
   * @param sizes depths from 2 on
   * @param rates from 10⁻⁴ to 1
   * @param seeds from 1 on
   */
  public static Study of(int sizes, int rates, int seeds) {
    return new Study(
        NAME,
        Optional.of("depth"),
        IntStream.range(2, 2 + sizes).mapToObj(SyntheticStudy::size).toList(),
        Trials.training(STEPS),
        new SearchPlan(
            SearchPlan.Kind.GRID,
            new RateGrid(1e-4, 1, rates),
            LongStream.rangeClosed(1, seeds).boxed().toList(),
            0.9,
            0.35,
            OptionalLong.empty()),
        Score.MEAN_TRAINING_LOSS);
  }

  private static Size size(int depth) {
    String model = "mlp:depth=" + depth + ",width=8,in=64,classes=10";
    Network network = ModelReference.parse(model).network();
    return new Size(
        "depth=" + depth,
        OptionalDouble.of(depth),
        model,
        "",
        network.depths().asNumbers(),
        OptionalDouble.empty());
  }

  /** The optimum of a size. */
  public static double optimum(Size size) {
    return 2 * Math.pow(size.depth(DepthMeasure.UPDATE_UNITS).orElse(1), -1.5);
  }

  /** Writes the whole study into a store. */
  public static void fill(Store store, Study study) {
    store.bring(study.name(), StudyWriter.write(study), trials(study));
  }

  /** All trials with their results, made as they are asked for. */
  private static Iterable<BroughtTrial> trials(Study study) {
    List<Size> sizes = study.sizes();
    List<Long> seeds = study.search().seeds();
    RateGrid grid = study.search().grid();
    return () ->
        new Iterator<>() {
          private long next;

          @Override
          public boolean hasNext() {
            return next < study.gridTrials();
          }

          @Override
          public BroughtTrial next() {
            int seed = (int) (next % seeds.size());
            int rate = (int) (next / seeds.size() % grid.count());
            int size = (int) (next / seeds.size() / grid.count());
            next++;
            return trial(study, sizes.get(size), grid.rate(rate), seeds.get(seed));
          }
        };
  }

  private static BroughtTrial trial(Study study, Size size, double rate, long seed) {
    Trial trial = study.training().trial(size, rate, seed, OptionalDouble.empty(), study.score());
    double away = Math.log(rate / optimum(size));
    SplittableRandom random = new SplittableRandom(seed * 31 + Double.hashCode(rate));
    boolean diverges = away > Math.log(4);
    float[] losses = new float[diverges ? STEPS_TO_DIVERGE : STEPS];
    double end = 0.5 + 0.02 * away * away + 0.05 * (random.nextDouble() - 0.5);
    for (int i = 0; i < losses.length; i++) {
      losses[i] =
          (float) (diverges ? START * Math.exp(i) : end + (START - end) * Math.exp(-i / 5.0));
    }
    TrialResult result =
        new TrialResult(
            diverges ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED,
            losses,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            0.01 * losses.length,
            MADE);
    return new BroughtTrial(size.label(), trial, Optional.of(result));
  }

  /** Writes a study into a store. */
  public static void main(String... arguments) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      numbers.add(Integer.parseInt(arguments[i]));
    }
    try (Store store = Store.open(new StoreAddress(arguments[0]))) {
      fill(store, of(numbers.get(0), numbers.get(1), numbers.get(2)));
    }
  }
}
