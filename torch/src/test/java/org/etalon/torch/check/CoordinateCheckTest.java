package org.etalon.torch.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.WidthRule;
import org.etalon.torch.optim.TensorRates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten seeds and widths of up to 256 decide all of these; each takes a second or two. */
class CoordinateCheckTest {
  private static final String MLP = "mlp:depth=3,in=64";
  private static final String WIDTHS = "width=64,128,256";

  private static CheckRequest request(String model, String vary, Scaling scaling) {
    return CheckRequest.of(Variation.parse(ModelReference.parse(model), vary), scaling);
  }

  private static CheckResult check(String model, String vary, Scaling scaling) {
    return CoordinateCheck.run(request(model, vary, scaling));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mlp:depth=3,in=64; width=64,128,256; SGD",
        "mlp:depth=3,in=64; width=64,128,256; ADAM",
        "cnn:depth=2,channels=1,image=4; width=64,128,256; SGD",
        "cnn:depth=2,channels=1,image=4; width=32,64,128; ADAM",
        "resnet:blocks=2,channels=1,image=4; width=64,128,256; SGD",
        "resnet:blocks=2,channels=1,image=4; width=32,64,128; ADAM",
        "gpt:depth=1,heads=4,vocab=16,context=8; width=32,64,128; ADAM",
      })
  void mupPassesItsOwnCoordinateCheck(String model, String vary, Optimizer optimizer) {
    CheckResult result = check(model, vary, Scaling.of(optimizer, WidthRule.MUP));
    assertThat(result.verdict())
        .as("%s", result.measurements().stream().filter(m -> m.deviation() > 0.1).toList())
        .isEqualTo(Judgement.PASSES);
    assertThat(result.offender()).isEmpty();
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resmlp:blocks=3,in=64; width=64,128,256; ADAM",
        "resmlp:blocks=3,in=64,norm=layer; width=64,128,256; ADAMW",
        "cnn:depth=3,channels=1,image=8; width=64,128,256; SGD",
        "gpt:depth=2,heads=4,vocab=16,context=8; width=64,128,256; ADAM",
        "gpt:depth=2,heads=4,vocab=16,context=8,tied=false; width=64,128,256; ADAMW",
      })
  void largerNetworksPassToo(String model, String vary, Optimizer optimizer) {
    mupPassesItsOwnCoordinateCheck(model, vary, optimizer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mlp:depth=3,in=64; width=64,128,256; SGD; input.weight",
        "mlp:depth=3,in=64; width=64,128,256; ADAM; hidden.0.weight",
        "cnn:depth=2,channels=1,image=4; width=32,64,128; ADAM; conv2.weight",
        "resnet:blocks=2,channels=1,image=4; width=32,64,128; ADAM; blocks.0.conv1.weight",
        "gpt:depth=1,heads=4,vocab=16,context=8; width=32,64,128; ADAM; tok.weight",
      })
  void theStandardParametrisationFailsAndTheFirstTensorToBlameIsNamed(
      String model, String vary, Optimizer optimizer, String weight) {
    CheckResult result = check(model, vary, Scaling.of(optimizer, WidthRule.NONE));
    assertThat(result.verdict()).isEqualTo(Judgement.FAILS);
    assertThat(result.offender().orElseThrow().weight()).isEqualTo(weight);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cnn:depth=2,channels=1,image=4; width=64,128,256; SGD; conv1.weight",
        "resnet:blocks=2,channels=1,image=4; width=64,128,256; SGD; stem.conv.weight",
        "gpt:depth=1,heads=4,vocab=16,context=8; width=32,64,128; SGD; tok.weight",
      })
  void withSgdTooForEveryKindOfNetwork(
      String model, String vary, Optimizer optimizer, String weight) {
    theStandardParametrisationFailsAndTheFirstTensorToBlameIsNamed(model, vary, optimizer, weight);
  }

  /** Without the rule, Adam moves a hidden layer by a multiple of width, and logits as well. */
  @Test
  void slopesOfTheStandardParametrisationAreThoseOfTheory() {
    CheckResult result = check(MLP, WIDTHS, Scaling.of(Optimizer.ADAM, WidthRule.NONE));
    Measurement logits =
        result.at(Quantity.CHANGE, 1).stream()
            .filter(m -> m.kind().equals("logits"))
            .findFirst()
            .orElseThrow();
    assertThat(logits.slope().orElseThrow()).isBetween(0.9, 1.3);
    CheckResult sgd = check(MLP, WIDTHS, Scaling.of(Optimizer.SGD, WidthRule.NONE));
    Measurement input = sgd.at(Quantity.CHANGE, 1).get(0);
    assertThat(input.slope().orElseThrow()).isBetween(-0.6, -0.4);
  }

  /** One rate that the rule divides by m_in is not divided: nothing before it is to blame. */
  @Test
  void oneWrongRateIsFoundAtTheTensorItIsWrongFor() {
    Scaling scaling = Scaling.of(Optimizer.ADAM, WidthRule.MUP);
    CheckResult result =
        CoordinateCheck.run(
            request(MLP, WIDTHS, scaling),
            (base, target) -> {
              Parametrisation.Setting right = scaling.of(base, target);
              return new Parametrisation.Setting(
                  right.start(),
                  parameter ->
                      parameter.name().equals("hidden.1.weight")
                          ? TensorRates.of(scaling.learningRate())
                          : right.rates().of(parameter));
            });
    assertThat(result.verdict()).isEqualTo(Judgement.FAILS);
    assertThat(result.offender().orElseThrow().representation()).isEqualTo("hidden.1");
    assertThat(result.offender().orElseThrow().weight()).isEqualTo("hidden.1.weight");
  }

  @Test
  void aReadoutOfZerosLeavesTheOtherLayersWhereTheyAreForOneStep() {
    Scaling scaling =
        Scaling.of(Optimizer.ADAM, WidthRule.MUP)
            .withStart(Initialisations.byId("he"), Optional.of(Readout.ZERO));
    CheckResult result = check(MLP, WIDTHS, scaling);
    assertThat(result.at(Quantity.CHANGE, 1).get(0).judgement()).isEqualTo(Judgement.NOT_JUDGED);
    assertThat(result.at(Quantity.CHANGE, 3).get(0).judgement()).isEqualTo(Judgement.PASSES);
    assertThat(result.verdict()).isEqualTo(Judgement.PASSES);
  }

  /** Its stream grows so fast that logits are of order one even from a mean-field read-out. */
  @Tag("full")
  @Test
  void logitsThatStartAtZeroTakeTheTiltOutOfADeepUnnormalisedNetwork() {
    Scaling scaling =
        Scaling.of(Optimizer.SGD, WidthRule.MUP)
            .withStart(Initialisations.byId("he"), Optional.of(Readout.ZERO));
    CheckResult result = check("resnet:blocks=3,channels=1,image=8", WIDTHS, scaling);
    assertThat(result.verdict()).isEqualTo(Judgement.PASSES);
    assertThat(result.at(Quantity.CHANGE, 3))
        .allSatisfy(m -> assertThat(m.slope().orElseThrow()).isBetween(-0.1, 0.1));
  }

  @Test
  void aRunThatDivergesFailsTheCheckAndThrowsNothing() {
    CheckResult result =
        check(MLP, WIDTHS, Scaling.of(Optimizer.SGD, WidthRule.MUP).withLearningRate(1e30));
    assertThat(result.verdict()).isEqualTo(Judgement.FAILS);
    assertThat(result.worst().orElseThrow().deviation()).isInfinite();
  }

  @ParameterizedTest
  @CsvSource({
    "depth-mup, ADAMW, PASSES",
    "depth-mup, SGD, PASSES",
    "completep, ADAMW, PASSES",
    "constant, ADAMW, FAILS"
  })
  void branchMultipliersKeepDeepNetworksAtOneSizeAndOneRateForAllDoesNot(
      String law, Optimizer optimizer, Judgement verdict) {
    Scaling scaling =
        Scaling.of(optimizer, WidthRule.MUP).withLaw(Laws.byId(law, OptionalDouble.empty()));
    CheckResult result = check("resmlp:width=64,in=64,norm=layer", "blocks=4,8,16,32", scaling);
    assertThat(result.axis()).isEqualTo(Variation.Axis.DEPTH);
    assertThat(result.verdict()).isEqualTo(verdict);
  }

  /** AM-μP's budget is the mean over representations: early ones move less, and logits too. */
  @Test
  void amMupKeepsTheMeanChangeOfRepresentationsOverDepth() {
    Scaling scaling =
        Scaling.of(Optimizer.ADAM, WidthRule.MUP)
            .withLaw(Scaling.standardLaw(Variation.Axis.DEPTH));
    CheckResult result = check("resmlp:width=64,in=64,norm=layer", "blocks=4,8,16,32", scaling);
    Measurement mean =
        result.at(Quantity.CHANGE, 3).stream()
            .filter(m -> m.kind().equals("mean"))
            .findFirst()
            .orElseThrow();
    assertThat(mean.slope().orElseThrow()).isBetween(-0.25, 0.25);
    assertThat(result.at(Quantity.CHANGE, 3).get(0).slope().orElseThrow()).isLessThan(-1);
    assertThat(result.verdict()).isEqualTo(Judgement.PASSES);
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    Scaling scaling = Scaling.of(Optimizer.ADAM, WidthRule.MUP);
    String vary = "width=8,16";
    assertThat(check("mlp:depth=2,in=8", vary, scaling).measurements())
        .isEqualTo(check("mlp:depth=2,in=8", vary, scaling).measurements());
  }

  @Test
  void aKeyThatChangesNeitherWidthNorDepthIsRefused() {
    Scaling scaling = Scaling.of(Optimizer.SGD, WidthRule.MUP);
    assertThatThrownBy(() -> check(MLP, "classes=10,20", scaling))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changes neither width nor depth");
  }
}
