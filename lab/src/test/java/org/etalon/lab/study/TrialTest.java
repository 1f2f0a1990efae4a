package org.etalon.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialTest {
  @Test
  void equalTrialsHaveEqualKeysAndAnyOtherSettingAnotherKey() {
    Trial trial = Trials.trial(0.1, 1);
    assertThat(Trials.trial(0.1, 1).key()).isEqualTo(trial.key()).hasSize(32);

    List<Trial> others =
        List.of(
            Trials.trial(Math.nextUp(0.1), 1),
            Trials.trial(0.1, 2),
            Trials.of("mlp:depth=4", 0.1, 1),
            Trials.abandoned(0.1, 1, 4),
            Trials.transferred(0.1, 1, "completep", OptionalDouble.empty()),
            Trials.transferred(0.1, 1, "measured", OptionalDouble.of(1.5)),
            Trials.transferred(0.1, 1, "measured", OptionalDouble.of(1.25)));
    Set<String> keys = new HashSet<>();
    Stream.concat(Stream.of(trial), others.stream()).forEach(one -> keys.add(one.key()));
    assertThat(keys).hasSize(others.size() + 1);
  }

  @Test
  void noTextCanPassForAnotherSetting() {
    Trial forged = Trials.of("mlp\nmodelDigest=0:", 0.1, 1);
    assertThat(forged.canonical()).contains("model=18:mlp\nmodelDigest=0:\n");
    assertThat(forged.key()).isNotEqualTo(Trials.of("mlp", 0.1, 1).key());
  }

  @Test
  void keysStayWhatTheyAreFromVersionToVersion() {
    assertThat(Trials.trial(0.1, 1).canonical())
        .isEqualTo(
            """
            model=11:mlp:depth=3
            modelDigest=0:
            init=2:he
            readout=2:he
            optimizer=3:sgd
            learningRate=20:0x1.999999999999ap-4
            weightDecay=7:0x0.0p0
            schedule=8:constant
            data=6:digits
            augmented=5:false
            batch=2:64
            steps=3:100
            loss=13:cross-entropy
            evaluated=5:false
            seed=1:1
            """);
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Trials.trial(rate, 1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void scoresAreOfFinishedRunsOnly() {
    float[] losses = {4, 3, 2, 1, 1, 1, 1, 1, 1, 0};
    TrialResult finished = Trials.result(TrialResult.Outcome.FINISHED, losses);
    assertThat(Score.MEAN_TRAINING_LOSS.of(finished)).hasValue(1.5);
    assertThat(Score.FINAL_TRAINING_LOSS.of(finished)).hasValue(0);
    assertThat(Score.VALIDATION_LOSS.of(finished)).isEmpty();
    assertThat(Score.MEAN_TRAINING_LOSS.of(Trials.result(TrialResult.Outcome.DIVERGED, losses)))
        .isEmpty();
    assertThat(Optional.of(Score.byId("error-rate"))).contains(Score.ERROR_RATE);
  }
}
