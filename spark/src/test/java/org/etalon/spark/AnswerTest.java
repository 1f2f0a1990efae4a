package org.etalon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.TrialResult;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Provenance MADE =
      new Provenance("etalon 1", "libtorch 2", "17", "Linux", "a host");

  @Test
  void aResultTravelsNumberForNumber() {
    TrialResult result =
        new TrialResult(
            TrialResult.Outcome.DIVERGED,
            new float[] {2.3025851f, 1e-42f, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY},
            OptionalDouble.of(0.1 + 0.2),
            OptionalDouble.empty(),
            1.0 / 3,
            MADE);
    TrialResult back = ((Answer.Done) Answer.parse(new Answer.Done(result).text())).result();
    assertThat(back).isEqualTo(result);
    assertThat(back.seconds()).isEqualTo(result.seconds());
    assertThat(back.provenance()).isEqualTo(MADE);
  }

  @Test
  void aRefusalTravelsAsItIs() {
    Answer.Refused refused = new Answer.Refused("net.onnx (on a host)", "is damaged\nbadly", "");
    assertThat(Answer.parse(refused.text()))
        .isEqualTo(new Answer.Refused("net.onnx (on a host)", "is damaged badly", ""));
  }

  @Test
  void anythingElseIsADefect() {
    assertThatThrownBy(() -> Answer.parse("perhaps\nlater"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("perhaps");
  }

  @Test
  void everyVersionCanReadWhichVersionSendsAnOrder() {
    assertThat(Order.parse("2.0\nwhatever it\nsays").version()).isEqualTo("2.0");
    assertThat(Order.parse("2.0").version()).isEqualTo("2.0");
  }
}
