package org.etalon.lab.reproduce.architectures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.document.Value;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.Keys;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Entries;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.tensor.Network;

/**
 * What in-degree initialisation does for random DAGs that He's does not: both over the same DAGs,
 * grids and seeds, compared DAG by DAG.
 *
 * <p>It measures {@code variance growth, he} and {@code variance growth, in-degree}: the mean over
 * DAGs of ln of the last node's variance over the first's, before training; {@code growth avoided},
 * the first less the second; {@code trained more}, by how much more of the runs over the whole grid
 * end below the loss {@code trained-below} with in-degree; {@code loss saved} and {@code accuracy
 * gained}, on held-out examples, each initialisation at its own best rate.
 */
public final class InitialisationExperiment implements Experiment {
  private static final String BELOW = "trained-below";
  private static final String DRAWS = "draws";
  private static final int STANDARD_DRAWS = 10;
  private static final int MOST_DRAWS = 10_000;

  /** Examples that variances are taken over. */
  private static final int BATCH = 64;

  /** The split of data that draw one, as the engine does. */
  private static final long DATA_SEED = 0;

  private static final String FIRST_NODE = "stem.relu";

  private final ForwardVariance engine;

  /** An experiment on an engine. */
  public InitialisationExperiment(ForwardVariance engine) {
    this.engine = engine;
  }

  @Override
  public String id() {
    return "initialisation";
  }

  @Override
  public List<String> keys() {
    return List.of(Sample.CODES, BELOW, DRAWS);
  }

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Sample sample = Sample.of(keys);
    Entries own = new Entries("", Keys.only(keys, BELOW, DRAWS), keys());
    double below = own.real(BELOW, own.require(BELOW, "trained-below: 1"), 1e-12, 1e12);
    int draws = (int) own.whole(DRAWS, 1, MOST_DRAWS).orElse(STANDARD_DRAWS);
    Value.Mapping plain = sample.study(Keys.without(keys, BELOW, DRAWS));
    Study he = study(name, "he", plain, bench);
    Study inDegree = study(name, "in-degree", plain, bench);
    Outcome.Builder outcome =
        new Outcome.Builder()
            .setting(he, sample.words())
            .setting("against", "start in-degree, all else alike")
            .setting(
                "trained", "a run that ends below a loss of " + below + " on held-out examples")
            .setting("variances", "over " + draws + " draws and batches of " + BATCH);
    List<List<InitialisedDag>> both = new ArrayList<>();
    for (Study study : List.of(he, inDegree)) {
      var unused = bench.sweep(study);
      outcome.study(study.name(), bench);
      both.add(dags(study, below, draws, bench));
    }
    new InitialisationReport(
            name, sample.codes(), both.get(0), both.get(1), he.search().confidence())
        .add(outcome);
    return outcome.build();
  }

  private static Study study(String name, String init, Value.Mapping keys, Bench bench) {
    Study study =
        bench.study(name + " " + init, Keys.with(keys, Map.of("init", Sample.text(init))));
    if (study.search().kind() != SearchPlan.Kind.GRID || !study.score().needsEvaluation()) {
      throw new InputException(
          name,
          "compares runs over a whole grid by their loss on held-out examples",
          "write search: grid and score: validation-loss");
    }
    return study;
  }

  private List<InitialisedDag> dags(Study study, double below, int draws, Bench bench) {
    Map<String, List<Store.ScoredTrial>> trials =
        bench.store().scores(study.name()).stream()
            .collect(Collectors.groupingBy(Store.ScoredTrial::size));
    Dataset data = DataReference.parse(study.training().data()).load(bench.folders(), DATA_SEED);
    List<InitialisedDag> dags = new ArrayList<>();
    for (Size size : study.sizes()) {
      List<Store.ScoredTrial> runs = trials.getOrDefault(size.label(), List.of());
      dags.add(
          new InitialisedDag(
              growth(bench.network(size.model()), study, data, draws),
              share(runs, below),
              best(runs)));
    }
    return dags;
  }

  // --- before training ---------------------------------------------------------------------------

  /** Mean over draws of ln of the last node's mean square over the first's. */
  private double growth(Network network, Study study, Dataset data, int draws) {
    List<String> ends = List.of(FIRST_NODE, last(network.graph()).name());
    return LongStream.rangeClosed(1, draws)
        .mapToDouble(
            seed -> {
              List<Double> sizes =
                  engine.of(network, study.training().start(), data, BATCH, seed, ends);
              return Math.log(sizes.get(1) / sizes.get(0));
            })
        .average()
        .orElseThrow();
  }

  /** The last node of the DAG: what the read-out, and pooling before it, takes in. */
  private static Node last(Graph graph) {
    Node at = graph.output();
    while (!graph.isLayer(at)) {
      at = graph.carriers(at).get(0);
    }
    at = graph.carriers(at).get(0);
    while (at.operation() instanceof Rearrangement) {
      at = graph.carriers(at).get(0);
    }
    return at;
  }

  // --- after training ----------------------------------------------------------------------------

  private static double share(List<Store.ScoredTrial> runs, double below) {
    long trained =
        runs.stream()
            .map(run -> run.scores().validationLoss())
            .filter(loss -> loss.isPresent() && loss.getAsDouble() < below)
            .count();
    return (double) trained / runs.size();
  }

  /** At the rate with the least mean loss, of those at which every run finished. */
  private static Optional<InitialisedDag.Best> best(List<Store.ScoredTrial> runs) {
    Map<Double, List<Store.ScoredTrial>> byRate =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    Store.ScoredTrial::learningRate, TreeMap::new, Collectors.toList()));
    Optional<InitialisedDag.Best> best = Optional.empty();
    for (var at : byRate.entrySet()) {
      OptionalDouble loss =
          mean(at.getValue().stream().map(r -> r.scores().validationLoss()).toList());
      OptionalDouble accuracy =
          mean(at.getValue().stream().map(r -> r.scores().accuracy()).toList());
      if (loss.isPresent()
          && accuracy.isPresent()
          && (best.isEmpty() || loss.getAsDouble() < best.get().loss())) {
        best =
            Optional.of(
                new InitialisedDag.Best(at.getKey(), loss.getAsDouble(), accuracy.getAsDouble()));
      }
    }
    return best;
  }

  /** Empty if one is. */
  private static OptionalDouble mean(List<OptionalDouble> numbers) {
    return numbers.stream().allMatch(OptionalDouble::isPresent)
        ? numbers.stream().mapToDouble(OptionalDouble::getAsDouble).average()
        : OptionalDouble.empty();
  }
}
