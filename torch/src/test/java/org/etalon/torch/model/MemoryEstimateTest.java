package org.etalon.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.etalon.family.ModelReference;
import org.etalon.graph.Graph;
import org.etalon.torch.Precision;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final long TOKENS = 8 * 16L;

  private static Graph gpt(int vocabulary) {
    return ModelReference.parse("gpt:depth=1,width=16,heads=2,context=16,vocab=" + vocabulary)
        .network()
        .graph();
  }

  private static Map<String, long[]> inputs(Graph graph) {
    return Map.of(graph.inputs().get(0).name(), new long[] {8, 16});
  }

  /** Logits, their logarithms in the loss, and a gradient of each, in four bytes. */
  @Test
  void everyWordOfTheVocabularyIsKeptFourTimesForEveryToken() {
    MemoryEstimate small = MemoryEstimate.of(gpt(1_000), inputs(gpt(1_000)), Precision.FLOAT32);
    MemoryEstimate large = MemoryEstimate.of(gpt(3_000), inputs(gpt(3_000)), Precision.FLOAT32);
    assertThat(large.activationBytes() - small.activationBytes())
        .isEqualTo(4.0 * 4 * 2_000 * TOKENS);
  }

  @Test
  void aPassKeepsOnlyWhatALayerNeedsAtOnce() {
    MemoryEstimate pass = MemoryEstimate.ofPass(gpt(3_000), inputs(gpt(3_000)), Precision.FLOAT32);
    assertThat(pass.activationBytes()).isEqualTo(3.0 * 4 * 3_000 * TOKENS);
  }

  @Test
  void whatNeverComesTogetherNeedsTheLarger() {
    MemoryEstimate less = new MemoryEstimate(10, 5);
    MemoryEstimate more = new MemoryEstimate(10, 50);
    assertThat(less.or(more)).isEqualTo(more);
    assertThat(more.or(less)).isEqualTo(more);
  }
}
