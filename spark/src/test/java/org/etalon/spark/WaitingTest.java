package org.etalon.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final List<String> notes = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final Waiting waiting = new Waiting("spark://here:7077", notes::add, clock::get);

  private void see(int slots, int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    waiting.see(slots);
  }

  @Test
  void aClusterThatIsSlowToStartIsNoNews() {
    see(0, 0);
    see(0, 9);
    see(4, 1);
    assertThat(notes).isEmpty();
  }

  @Test
  void noSlotForLongIsToldOnceAndSoIsTheEndOfIt() {
    see(0, 0);
    see(0, 10);
    see(0, 100);
    assertThat(notes).containsExactly("waiting for a free slot at spark://here:7077");
    see(2, 1);
    see(2, 1);
    assertThat(notes).hasSize(2).last().isEqualTo("going on with 2 slots at spark://here:7077");
    see(0, 1);
    see(0, 11);
    assertThat(notes).hasSize(3);
  }
}
