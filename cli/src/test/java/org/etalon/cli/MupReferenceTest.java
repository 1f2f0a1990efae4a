package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rates and decays against what the Python package {@code mup} assigns, tensor by tensor: between
 * ONNX files, and between the same models given as families.
 */
class MupReferenceTest {
  static Stream<Arguments> pairs() throws Exception {
    String folder = Cli.resource("mup_mlp_w64.onnx").getParent().toString();
    String mlp = "mlp:depth=4,norm=layer,width=";
    String gpt = "gpt:depth=2,heads=4,vocab=1000,context=64,tied=false,width=";
    return Stream.of(
            Arguments.of("mlp", folder + "/mup_mlp_w64.onnx", folder + "/mup_mlp_w512.onnx"),
            Arguments.of("cnn", folder + "/mup_cnn_w16.onnx", folder + "/mup_cnn_w64.onnx"),
            Arguments.of("gpt", folder + "/mup_gpt_w128.onnx", folder + "/mup_gpt_w768.onnx"),
            Arguments.of("mlp", mlp + "64", mlp + "512"),
            Arguments.of("gpt", gpt + "128", gpt + "768"))
        .flatMap(
            pair ->
                Stream.of("sgd", "adam", "adamw")
                    .map(
                        optimizer ->
                            Arguments.of(pair.get()[0], pair.get()[1], pair.get()[2], optimizer)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyTensorHasTheRateAndDecayOfThePackage(
      String model, String base, String target, String optimizer) throws Exception {
    Map<String, Object> reference =
        Cli.object(
            Cli.object(Cli.json(Files.readString(Cli.resource("mup_multipliers.json"))), model),
            "tensors");
    Cli.Outcome outcome =
        Cli.run(
            "transfer",
            "--base",
            base,
            "--target",
            target,
            "--lr",
            "1",
            "--weight-decay",
            "1",
            "--optimizer",
            optimizer,
            "--format",
            "json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Map<Object, Map<String, Object>> planned =
        Cli.objects(outcome.json(), "tensors").stream()
            .collect(Collectors.toMap(tensor -> tensor.get("name"), tensor -> tensor));
    assertThat(planned.keySet()).isEqualTo(reference.keySet());
    reference.forEach(
        (name, values) -> {
          @SuppressWarnings("unchecked")
          Map<String, Object> expected = Cli.object((Map<String, Object>) values, optimizer);
          Map<String, Object> tensor = planned.get(name);
          assertThat((double) tensor.get("learningRate"))
              .as("rate of " + name)
              .isCloseTo((double) expected.get("lr"), within(1e-12));
          assertThat((double) tensor.get("weightDecay"))
              .as("decay of " + name)
              .isCloseTo((double) expected.get("weight_decay"), within(1e-12));
        });
  }
}
