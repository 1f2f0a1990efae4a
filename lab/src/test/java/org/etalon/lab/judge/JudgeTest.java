package org.etalon.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.StudySearches;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.ProbedRatio;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  private static final String MLP = "mlp:depth=?,width=16,in=64";
  private static final String RESMLP = "resmlp:blocks=?,width=16,in=64";
  private static final double NOISE = 0.01;
  private static final World THREE_HALVES = new World(-1.5, NOISE, 1.2);

  @TempDir private Path folder;

  /** The sweep of a study in a world, without a store. */
  static Sweep sweep(Study study, TrialRunner world) throws InterruptedException {
    List<SizeRuns> sizes = new ArrayList<>();
    for (Size size : study.sizes()) {
      List<Observation> observations = new ArrayList<>();
      for (int i = 0; i < study.search().grid().count(); i++) {
        for (long seed : study.search().seeds()) {
          double rate = study.search().grid().rate(i);
          Trial trial =
              study.training().trial(size, rate, seed, OptionalDouble.empty(), study.score());
          OptionalDouble score = study.score().of(world.run(trial));
          observations.add(
              score.isPresent()
                  ? Observation.finished(rate, seed, score.getAsDouble(), 2)
                  : Observation.diverged(rate, seed, 2));
        }
      }
      sizes.add(SizeRuns.of(size, observations, 0.9));
    }
    return new Sweep(
        study.name(), Optional.of(study), study.varied(), study.score().id(), 0.9, sizes, 0);
  }

  private static Judge judge(Study study, World world) throws InterruptedException {
    return Judge.of(JudgeRequest.of(sweep(study, world), World::network, Optional.empty()));
  }

  private static Judgement trained(Study study, World world) throws InterruptedException {
    Judge judge = judge(study, world);
    return judge.judgement(world.trained(judge));
  }

  static Prediction of(Judgement judgement, String label, String law) {
    return judgement.targets().stream()
        .filter(target -> target.size().label().equals(label))
        .flatMap(target -> target.laws().stream())
        .filter(prediction -> prediction.label().equals(law))
        .findFirst()
        .orElseThrow();
  }

  private static String verdict(Judgement judgement, String label) {
    return judgement.targets().stream()
        .filter(target -> target.size().label().equals(label))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  private static Regret.Measured measured(Prediction prediction) {
    assertThat(prediction.regret()).isInstanceOf(Regret.Measured.class);
    return (Regret.Measured) prediction.regret();
  }

  private static String why(Prediction prediction) {
    assertThat(prediction.regret()).isInstanceOf(Regret.Unknown.class);
    return ((Regret.Unknown) prediction.regret()).why();
  }

  @Test
  void whereTheOptimumFallsAsDepthToTheThreeHalvesAmMupCostsNothingAndConstantDiverges()
      throws InterruptedException {
    Judgement judgement = trained(World.study(MLP, 3, 3, 8, 20), THREE_HALVES);
    Prediction right = of(judgement, "depth=20", "am-mup");
    assertThat(measured(right).score()).isCloseTo(0, within(0.03));
    assertThat(measured(right).interval().orElseThrow().contains(0)).isTrue();
    assertThat(measured(right).trained()).isTrue();
    assertThat(right.logError().orElseThrow()).isCloseTo(0, within(0.15));
    assertThat(right.logErrorInterval().orElseThrow().contains(0)).isTrue();
    assertThat(of(judgement, "depth=20", "constant").regret()).isEqualTo(new Regret.Diverges(3, 3));
    assertThat(verdict(judgement, "depth=20"))
        .startsWith("depth=20: use 0.006")
        .contains("No measurable cost: ")
        .contains("am-mup = path-sum ")
        .contains("constant diverges");
  }

  @Test
  void whereTheOptimumFallsAsDepthAmMupCostsWhatItsErrorCosts() throws InterruptedException {
    World world = new World(-1, NOISE, 3);
    Judgement judgement = trained(World.study(MLP, 3, 3, 20), world);
    Prediction wrong = of(judgement, "depth=20", "am-mup");
    double error = -0.5 * Math.log(21 / 4.0);
    assertThat(wrong.logError().orElseThrow()).isCloseTo(error, within(0.15));
    assertThat(measured(wrong).score()).isCloseTo(World.STEEPNESS * error * error, within(0.05));
    assertThat(measured(wrong).interval().orElseThrow().low()).isPositive();
    assertThat(verdict(judgement, "depth=20")).contains("Would have cost: ").contains("am-mup");
  }

  @Test
  void theMeasuredLawFitsSmallerSizesAndNeverTheTarget() throws InterruptedException {
    World world = new World(-1, NOISE, 3);
    Study study = World.study(MLP, 3, 4, 8, 16);
    Sweep honest = sweep(study, world);
    List<SizeRuns> sizes = new ArrayList<>(honest.sizes());
    List<Observation> moved =
        sizes.get(2).observations().stream()
            .map(o -> Observation.finished(o.learningRate() * 30, o.seed(), o.score().orElse(9), 2))
            .toList();
    sizes.set(2, SizeRuns.of(sizes.get(2).size(), moved, 0.9));
    Sweep other =
        new Sweep("known", Optional.of(study), Optional.of("depth"), honest.score(), 0.9, sizes, 0);
    Judgement one = judgement(honest);
    Judgement two = judgement(other);
    double predicted = of(one, "depth=16", "measured").learningRate().orElseThrow();
    assertThat(predicted).isEqualTo(of(two, "depth=16", "measured").learningRate().orElseThrow());
    assertThat(Math.log(predicted / world.optimum("mlp:depth=16,width=16,in=64")))
        .isCloseTo(0, within(0.25));
    assertThat(why(of(one, "depth=8", "measured"))).contains("two smaller sizes");
  }

  private static Judgement judgement(Sweep sweep) {
    return Judge.of(JudgeRequest.of(sweep, World::network, Optional.empty()))
        .judgement(key -> Optional.empty());
  }

  @Test
  void withoutTrainingCostsAreReadOffTheTargetsOwnSweep() throws InterruptedException {
    World world = new World(-1, NOISE, 3);
    Judgement judgement = judgement(sweep(World.study(MLP, 3, 3, 20), world));
    Regret.Measured read = measured(of(judgement, "depth=20", "am-mup"));
    double error = -0.5 * Math.log(21 / 4.0);
    assertThat(read.trained()).isFalse();
    assertThat(read.score()).isCloseTo(World.STEEPNESS * error * error, within(0.05));
    assertThat(judgement.notes()).anyMatch(note -> note.contains("read off the target"));
    assertThat(verdict(judgement, "depth=20")).contains("nothing trained");
    Judgement cliff = judgement(sweep(World.study(MLP, 3, 3, 20), THREE_HALVES));
    assertThat(of(cliff, "depth=20", "constant").regret()).isEqualTo(new Regret.Diverges(3, 3));
  }

  @Test
  void ratesOutsideTheRangeTriedAreNotGuessedAt() throws InterruptedException {
    World world = new World(0, NOISE, 9);
    Judgement judgement = judgement(sweep(World.study(MLP, 3, 2, 400), world));
    assertThat(why(of(judgement, "depth=400", "am-mup"))).contains("below every rate tried");
  }

  @Test
  void trialsUseSeedsThatTheSweepDidNotAndTheSameForAll() throws InterruptedException {
    Judge judge = judge(World.study(MLP, 2, 3, 8), THREE_HALVES);
    Set<Set<Long>> seeds = new HashSet<>();
    for (var search : judge.searches()) {
      if (search.search().next(run -> Optional.empty())
          instanceof org.etalon.lab.search.Step.Ask ask) {
        Set<Long> own = new HashSet<>();
        ask.runs().forEach(run -> own.add(run.seed()));
        seeds.add(own);
      }
    }
    assertThat(seeds).containsExactly(Set.of(3L, 4L, 5L));
  }

  @Test
  void lawsOfResidualBlocksAreTrainedByTheirPlanAndRefusedWhereThereAreNone()
      throws InterruptedException {
    Study study = World.study(RESMLP, Optional.empty(), "adamw", 3, 2, 6);
    Judge judge = judge(study, THREE_HALVES);
    Judgement judgement = judge.judgement(THREE_HALVES.trained(judge));
    Prediction planned = of(judgement, "depth=6", "completep");
    assertThat(planned.learningRate()).as("tensors differ").isEmpty();
    assertThat(planned.logError()).isEmpty();
    assertThat(planned.regret()).isNotInstanceOf(Regret.Unknown.class);
    assertThat(judge.searches())
        .anySatisfy(
            search -> {
              assertThat(search.size()).isEqualTo("depth=6: completep");
              Trial trial = search.trial().apply(run(7));
              assertThat(trial.transfer().orElseThrow().law()).isEqualTo("completep");
              assertThat(trial.transfer().orElseThrow().base())
                  .isEqualTo(study.sizes().get(0).model());
            });
    Judgement plain = trained(World.study(MLP, 3, 3, 8), THREE_HALVES);
    assertThat(why(of(plain, "depth=8", "depth-mup"))).contains("residual blocks");
  }

  private static org.etalon.lab.search.Run run(long seed) {
    return new org.etalon.lab.search.Run(0.1, seed, OptionalDouble.empty());
  }

  @Test
  void aStudyByAPlanIsJudgedInItsOwnRates() throws InterruptedException {
    String base = "mlp:depth=3,width=16,in=64";
    Trial.Transfer plan =
        new Trial.Transfer(base, "am-mup", "update-units", OptionalDouble.empty(), "mup");
    Study study = World.study(MLP, Optional.of(plan), "sgd", 3, 3, 8);
    // In these rates the optimum stays where it was, as am-mup has it.
    World world = new World(0, NOISE, 9);
    Judge judge = judge(study, world);
    Judgement judgement = judge.judgement(world.trained(judge));
    Prediction own = of(judgement, "depth=8", "am-mup");
    assertThat(own.learningRate()).hasValue(judgement.baseOptimum().learningRate());
    assertThat(own.logError().orElseThrow()).isCloseTo(0, within(0.15));
    Prediction constant = of(judgement, "depth=8", "constant");
    assertThat(constant.logError().orElseThrow())
        .as("the same rate for all tensors is a larger base rate in a plan that divides it")
        .isCloseTo(1.5 * Math.log(9 / 4.0), within(0.15));
  }

  @Test
  void overWidthsLawsOfDepthAreTheStudysOwnPlanAtOtherRates() throws InterruptedException {
    String wide = "mlp:depth=3,width=?,in=64";
    Trial.Transfer plan =
        new Trial.Transfer(
            wide.replace("?", "16"), "constant", "update-units", OptionalDouble.empty(), "mup");
    Study study = World.study(wide, Optional.of(plan), "sgd", 3, 16, 64);
    Judgement judgement = trained(study, new World(0, NOISE, 9));
    Prediction law = of(judgement, "depth=64", "am-mup");
    assertThat(law.learningRate())
        .as("at equal depth it changes nothing")
        .hasValue(judgement.baseOptimum().learningRate())
        .isEqualTo(of(judgement, "depth=64", "constant").learningRate());
    assertThat(law.logErrorInterval()).isPresent();
  }

  @Test
  void theProbeIsAskedWhereThereIsOne() throws InterruptedException {
    RateProbe half =
        new RateProbe() {
          @Override
          public String description() {
            return "made up";
          }

          @Override
          public ProbedRatio compare(Network base, Network target) {
            return new ProbedRatio(1, 0.5, 0.4, 0.6, 0.9, 3);
          }

          @Override
          public List<Finding> findings(Network target) {
            return List.of();
          }
        };
    Sweep sweep = sweep(World.study(MLP, 3, 3, 8), THREE_HALVES);
    Judgement judgement =
        Judge.of(JudgeRequest.of(sweep, World::network, Optional.of(half)))
            .judgement(key -> Optional.empty());
    assertThat(of(judgement, "depth=8", "probe").learningRate().orElseThrow())
        .isCloseTo(judgement.baseOptimum().learningRate() / 2, within(1e-12));
    assertThat(why(of(judgement(sweep), "depth=8", "probe"))).contains("engine");
  }

  @Test
  void anOptimumAtTheEdgeIsSaidAndGivesNoIntervalOfTheError() throws InterruptedException {
    World far = new World(1.2, NOISE, 99);
    Judgement judgement = trained(World.study(MLP, 3, 2, 8), far);
    assertThat(verdict(judgement, "depth=8"))
        .contains("its own optimum is uncertain (the highest rate tried was best)");
    assertThat(of(judgement, "depth=8", "constant").logErrorInterval()).isEmpty();
  }

  @Test
  void aTargetThatAlwaysDivergesHasNothingToCompareWith() throws InterruptedException {
    World steep = new World(-9, NOISE, 0.5);
    Judgement judgement = trained(World.study(MLP, 3, 1, 8), steep);
    assertThat(judgement.targets().get(0).optimum()).isEmpty();
    assertThat(verdict(judgement, "depth=8")).contains("no optimum to compare with");
  }

  @Test
  void runsMadeElsewhereAreJudgedByTheirValues() throws InterruptedException {
    Sweep made = sweep(World.study(MLP, 3, 3, 6, 12), new World(-1.5, NOISE, 9));
    List<SizeRuns> nameless =
        made.sizes().stream()
            .map(
                one ->
                    new SizeRuns(
                        new Size(
                            one.size().label(),
                            one.size().value(),
                            "",
                            "",
                            new HashMap<>(),
                            OptionalDouble.empty()),
                        one.observations(),
                        one.optimum()))
            .toList();
    Sweep elsewhere =
        new Sweep("runs.csv", Optional.empty(), Optional.of("depth"), "loss", 0.9, nameless, 0);
    Judge judge = Judge.of(JudgeRequest.of(elsewhere, World::network, Optional.empty()));
    Judgement judgement = judge.judgement(key -> Optional.empty());
    assertThat(of(judgement, "depth=12", "am-mup").learningRate().orElseThrow())
        .isCloseTo(judgement.baseOptimum().learningRate() / 8, within(1e-9));
    assertThat(of(judgement, "depth=12", "measured").learningRate()).isPresent();
    assertThat(measured(of(judgement, "depth=12", "constant")).trained()).isFalse();
    assertThat(why(of(judgement, "depth=12", "path-sum"))).contains("not known");
    assertThat(judgement.notes()).anyMatch(note -> note.contains("am-mup goes by depth itself"));
    assertThatThrownBy(judge::searches)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("made elsewhere");
  }

  @Test
  void trainingGoesOnWhereItWasAndIsReadFromTheStoreAlone() throws InterruptedException {
    Study study = World.study(MLP, 3, 3, 8);
    try (Store store = Store.open(new StoreAddress(folder.resolve("s.db").toString()))) {
      store.keepStudy(study.name(), "");
      var unused =
          new StudyRun(
                  study.name(), StudySearches.of(study), store, THREE_HALVES, 2, StudyListener.NONE)
              .run();
      Judge judge =
          Judge.of(
              JudgeRequest.of(Sweep.of(study, store, 0.9), World::network, Optional.empty())
                  .withSeeds(OptionalInt.of(4)));
      Set<String> keys = ConcurrentHashMap.newKeySet();
      AtomicInteger left = new AtomicInteger(5);
      TrialRunner breaking =
          trial -> {
            if (left.getAndDecrement() <= 0) {
              throw new InputException("trial", "the power went off", "");
            }
            assertThat(keys.add(trial.key())).as("never twice").isTrue();
            return THREE_HALVES.run(trial);
          };
      assertThatThrownBy(() -> judge.train(store, breaking, 2, StudyListener.NONE))
          .hasMessageContaining("power");
      Judgement partly = judge.read(store);
      assertThat(partly.targets()).hasSize(1);
      left.set(1000);
      judge.train(store, breaking, 2, StudyListener.NONE);
      Judgement whole = judge.read(store);
      assertThat(measured(of(whole, "depth=8", "am-mup")).seeds()).isEqualTo(4);
      assertThat(whole).isEqualTo(judge.judgement(THREE_HALVES.trained(judge)));
      assertThat(store.asked(Judge.studyName("known"))).isEqualTo(keys.size());
      assertThat(store.trials(Judge.studyName("known")))
          .anyMatch(trial -> trial.size().startsWith("depth=8: am-mup"));
    }
  }

  @Test
  void unknownNamesAreSaid() throws InterruptedException {
    assertThatThrownBy(() -> JudgedLaw.of(List.of("am-mupp")))
        .isInstanceOf(UnknownIdentifierException.class);
    assertThat(JudgedLaw.of(List.of("am-mup"))).hasSize(2);
    Sweep sweep = sweep(World.study(MLP, 3, 3, 8), THREE_HALVES);
    JudgeRequest elsewhere =
        JudgeRequest.of(sweep, World::network, Optional.empty()).withBase(Optional.of("depth=4"));
    assertThatThrownBy(() -> Judge.of(elsewhere)).hasMessageContaining("no size 'depth=4'");
  }
}
