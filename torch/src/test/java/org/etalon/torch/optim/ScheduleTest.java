package org.etalon.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.etalon.graph.UnknownIdentifierException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void aConstantScheduleChangesNothing() {
    assertThat(Schedule.byId("constant").factor(7, 10)).isEqualTo(1);
  }

  @Test
  void aCosineFallsFromOneThroughAHalfTowardsZero() {
    Schedule cosine = Schedule.byId("cosine");
    assertThat(cosine.factor(0, 100)).isEqualTo(1);
    assertThat(cosine.factor(50, 100)).isCloseTo(0.5, within(1e-15));
    assertThat(cosine.factor(99, 100)).isBetween(0.0, 0.001);
  }

  @Test
  void aWarmUpRisesInEqualStepsAndLeavesTheRestToWhatFollows() {
    Schedule schedule = Schedule.cosine().afterWarmUp(4);
    assertThat(schedule.factor(0, 104)).isEqualTo(0.25);
    assertThat(schedule.factor(3, 104)).isEqualTo(1);
    assertThat(schedule.factor(4, 104)).isEqualTo(Schedule.cosine().factor(0, 100));
    assertThat(schedule.factor(54, 104)).isEqualTo(Schedule.cosine().factor(50, 100));
    assertThat(Schedule.byId("cosine:warmup=4")).isEqualTo(schedule);
    assertThat(Schedule.cosine().afterWarmUp(0)).isEqualTo(Schedule.cosine());
  }

  @Test
  void anUnknownScheduleIsRefused() {
    assertThatThrownBy(() -> Schedule.byId("cosin"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("cosine");
  }
}
