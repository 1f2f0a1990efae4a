package org.etalon.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.search.Step;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.study.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots that are many, or come and go. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SlotsTest {
  @TempDir private Path folder;

  /** A place whose slots follow a script, which is told how often they were asked for. */
  private record Scripted(TrialRunner runner, IntSupplier script) implements Workplace {
    @Override
    public int slots() {
      return script.getAsInt();
    }

    @Override
    public void close() {}
  }

  private static List<SizeSearch> sizes(int count, int rates) {
    List<SizeSearch> sizes = new ArrayList<>();
    for (int size = 1; size <= count; size++) {
      String model = "mlp:depth=" + size;
      sizes.add(
          new SizeSearch(
              model,
              new GridSearch(new RateGrid(1e-3, 1, rates), List.of(1L, 2L), 0.9),
              run -> Trials.of(model, run.learningRate(), run.seed()),
              Score.MEAN_TRAINING_LOSS));
    }
    return sizes;
  }

  private static TrialResult result() {
    return Trials.result(TrialResult.Outcome.FINISHED, 1, 1);
  }

  private void run(int sizes, int rates, Workplace place) throws InterruptedException {
    try (Store store = Store.open(new StoreAddress(folder.resolve("s.db").toString()))) {
      store.keepStudy("s", "");
      assertThat(
              new StudyRun("s", sizes(sizes, rates), store, place, StudyListener.NONE)
                  .run()
                  .values())
          .hasSize(sizes)
          .allMatch(step -> step instanceof Step.Done);
      assertThat(store.finishedKeys("s")).hasSize(sizes * rates * 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 200})
  void everySlotIsUsedAndNoTrialIsRunTwice(int slots) throws InterruptedException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch everySlot = new CountDownLatch(slots);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TrialRunner runner =
        trial -> {
          assertThat(seen.add(trial.key())).isTrue();
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          everySlot.countDown();
          assertThat(everySlot.await(1, TimeUnit.MINUTES)).as("a slot is idle").isTrue();
          running.decrementAndGet();
          return result();
        };
    run(10, 30, new Scripted(runner, () -> slots));
    assertThat(seen).hasSize(10 * 30 * 2);
    assertThat(most).hasValue(slots);
  }

  @Test
  void aStudyFollowsSlotsThatComeAndGo() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger mostLater = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    // None at first, then two, then four, until they are lost.
    IntSupplier script = () -> Math.min(left.get(), 2 * Math.min(2, asked.getAndIncrement()));
    TrialRunner runner =
        trial -> {
          int now = running.incrementAndGet();
          if (begun.incrementAndGet() <= 4) {
            four.countDown();
            assertThat(four.await(1, TimeUnit.MINUTES)).as("slots that came are used").isTrue();
            left.set(1);
            int known = asked.get() + 2;
            while (asked.get() < known) {
              Thread.sleep(5);
            }
          } else {
            mostLater.accumulateAndGet(now, Math::max);
          }
          running.decrementAndGet();
          return result();
        };
    run(2, 12, new Scripted(runner, script));
    assertThat(mostLater).as("workers without a slot have ended").hasValue(1);
  }
}
