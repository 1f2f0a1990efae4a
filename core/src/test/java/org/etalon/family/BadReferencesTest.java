package org.etalon.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reference that cannot be built names the family or key, what was expected and the way out. */
class BadReferencesTest {
  private static InputException failure(String reference) {
    return catchThrowableOfType(
        InputException.class, () -> ModelReference.parse(reference).graph());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "mpl;mpl;did you mean 'mlp'?",
        "resnet_18;resnet_18;did you mean 'resnet-18'?",
        "Nasbench201:3_24_440;Nasbench201;did you mean 'nasbench201'?",
        "transformer;transformer;known: mlp, cnn",
        "\"\";model reference;known: mlp, cnn",
        ":depth=3;model reference;known: mlp, cnn",
        "mlp:widht=3;mlp;did you mean 'width'? known: depth, width",
        "mlp:temperature=3;mlp;known: depth, width",
        "mlp:;mlp;nothing follows the colon",
        "mlp:depth;mlp;key=value",
        "mlp:=3;mlp;key=value",
        "mlp:depth=3,;mlp;nothing follows the last comma",
        "mlp:depth=3,,width=3;mlp;key=value",
        "mlp:depth=3,width=3,depth=3;mlp:depth;given twice",
        "mlp:depth=;mlp:depth;not a whole number",
        "mlp:depth=deep;mlp:depth;whole number from 1 to",
        "mlp:depth=3.5;mlp:depth;not a whole number",
        "mlp:depth=1e3;mlp:depth;not a whole number",
        "mlp:depth=٣;mlp:depth;not a whole number",
        "mlp:depth=0;mlp:depth;from 1 to",
        "mlp:depth=-3;mlp:depth;from 1 to",
        "mlp:depth=999999999;mlp:depth;from 1 to",
        "mlp:depth=99999999999999999999999999;mlp:depth;from 1 to",
        "cnn:depth=250000,norm=batch;cnn:depth;limit of 2000000",
        "mlp:width=2000000000;mlp:width;from 1 to",
        "mlp:act=rleu;mlp:act;did you mean 'relu'?",
        "mlp:bias=yes;mlp:bias;give true or false",
        "cnn:dims=3;cnn:dims;from 1 to 2",
        "cnn:padding=circle;cnn:padding;did you mean 'circular'?",
        "cnn:kernel=33;cnn:kernel;wraps around",
        "resmlp:layers=3;resmlp:layers;from 1 to 2",
        "resmlp:norm=batch;resmlp:norm;known: none, layer",
        "resnet:dropout=1;resnet:dropout;from 0 to 0.99",
        "resnet:layerscale=-1e-6;resnet:layerscale;from 0 to",
        "resnet:layerscale=NaN;resnet:layerscale;not a number",
        "resnet:layerscale=1e999;resnet:layerscale;out of range",
        "resnet-18:image=8;resnet-18:image;from 32 to",
        "vgg-16:image=32;vgg-16;known: norm",
        "vit:width=770;vit:width;do not divide into 12 heads",
        "vit:patch=15;vit:patch;divide",
        "vit:heads=0;vit:heads;from 1 to",
        "gpt:heads=7;gpt:width;do not divide into 7 heads",
        "gpt:depth=100000;gpt:depth;from 1 to",
        "nasbench201;nasbench201;needs a code",
        "nasbench201:;nasbench201;nothing follows the colon",
        "nasbench201:,width=3;nasbench201;not a code",
        "nasbench201:5_00_000;nasbench201;0 none, 1 skip, 2 conv1x1, 3 conv3x3 or 4",
        "nasbench201:3_24_44;nasbench201;not a code",
        "nasbench201:3_24_4400;nasbench201;not a code",
        "nasbench201:32_4_440;nasbench201;not a code",
        "nasbench201:3-24-440;nasbench201;not a code",
        "nasbench201:|nor_conv_3x3~0|;nasbench201;not a code",
        "nasbench201:|nor_conv_5x5~0|+|none~0|none~1|+|none~0|none~1|none~2|;nasbench201;did you mean 'nor_conv_1x1'?",
        "nasbench201:|none~0|+|none~1|none~0|+|none~0|none~1|none~2|;nasbench201;not a code",
        "nasbench201:3_24_440,cels=3;nasbench201;did you mean 'cells'?",
        "nasbench201:3_24_440,cells=10000000;nasbench201:cells;from 1 to",
        "nasbench201:3_24_440,image=30;nasbench201:image;multiple of 4",
        "nasbench201:3_24_440,;nasbench201;nothing follows the last comma",
        "dag-mlp:2_0;dag-mlp;ends too early",
        "dag-mlp:2_02_;dag-mlp;ends too early",
        "dag-mlp:2_022;dag-mlp;character 5 is '2'",
        "dag-mlp:2_03;dag-mlp;character 4 is '3'",
        "dag-mlp:22;dag-mlp;character 2 is '2'",
        "dag-mlp:_2;dag-mlp;character 1 is '_'",
        "dag-cnn:width=3;dag-cnn;character 1 is 'w'",
        "dag-cnn;dag-cnn;needs a code",
      })
  void theMessageNamesThePlaceAndTheWayOut(String reference, String where, String hint) {
    InputException failure = failure(reference);

    assertThat(failure).as(reference).isNotNull();
    assertThat(failure.where()).isEqualTo(where);
    assertThat(failure).hasMessageContaining(hint);
    assertThat(failure.wayOut()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp:depth=%s", "%s", "mlp:%s=1", "nasbench201:%s", "mlp:act=%s"})
  void messagesStayShortWhateverIsTyped(String form) {
    InputException failure = failure(form.formatted("7".repeat(100_000)));

    assertThat(failure.getMessage().length()).isLessThan(500);
  }

  @Test
  @Timeout(20)
  void absurdSizesAreRefusedAtOnceRatherThanTried() {
    for (String reference :
        List.of(
            "cnn:depth=250000,norm=layer",
            "resnet:blocks=1000000,norm=batch,layers=2",
            "vit:depth=100000",
            "nasbench201:3_33_333,cells=10000",
            "dag-mlp:" + "2".repeat(1_000_000))) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> ModelReference.parse(reference).graph())
          .isInstanceOf(InputException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
