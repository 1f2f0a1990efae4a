package org.etalon.torch.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.etalon.torch.model.MemoryEstimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryGateTest {
  @Test
  @Timeout(60)
  void noMoreTrialsRunThanFitTogether() throws Exception {
    MemoryGate gate = new MemoryGate(100);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    var pool = Executors.newFixedThreadPool(8);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          pool.submit(
              () -> {
                MemoryEstimate forty = new MemoryEstimate(10, 30);
                gate.enter(forty);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                gate.leave(forty);
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    pool.shutdown();
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  @Timeout(60)
  void aTrialTooLargeForAllGoesInAlone() throws Exception {
    MemoryGate gate = new MemoryGate(100);
    MemoryEstimate large = new MemoryEstimate(0, 1000);
    gate.enter(large);
    gate.leave(large);
    gate.enter(large);
  }
}
