package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.etalon.graph.Completeness;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from a file can be run: every node says what it computes. */
class CompletenessTest {
  static List<Path> models() {
    return Resources.models();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyNodeSaysWhatItComputes(Path file) {
    Network network;
    try {
      network = OnnxReader.read(file);
    } catch (InputException refused) {
      return;
    }
    assertThat(Completeness.gaps(network.graph())).isEmpty();
  }
}
