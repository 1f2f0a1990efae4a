package org.etalon.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.etalon.family.ModelReference;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PythonExportTest {
  private static TransferPlan plan(
      String base, String target, UnaryOperator<TransferRequest> change) {
    return Transfer.plan(
        change.apply(
            TransferRequest.of(
                ModelReference.parse(base).network(),
                ModelReference.parse(target).network(),
                0.01)));
  }

  private static TransferRequest completeP(TransferRequest request) {
    return request
        .withOptimizer(Optimizer.ADAMW)
        .withLaw(Laws.byId("completep", OptionalDouble.empty()), Optional.empty());
  }

  @Test
  void literalsOfPythonAreAsciiOnOneLine() {
    assertThat(Quoting.python("a\"\\\nя🧪\ud800"))
        .isEqualTo("\"a\\\"\\\\\\u000a\\u044f\\U0001f9ea\\ud800\"");
  }

  @Test
  void literalsOfJavaHaveNoEscapeThatIsReadTooEarly() {
    assertThat(Quoting.java("\n\"я\\u000a")).isEqualTo("\"\\012\\\"\\u044f\\\\u000a\"");
  }

  @Test
  void commentsHaveOneLineAndNothingInvisible() {
    assertThat(Quoting.comment("a\nb\r\u2028\u202ec × 2")).isEqualTo("a?b???c × 2");
    assertThat(Quoting.javaComment("\\u000a × я")).isEqualTo("/u000a * ?");
  }

  @ParameterizedTest
  @EnumSource(Export.class)
  void samePlanSameText(Export export) {
    UnaryOperator<TransferRequest> change = PythonExportTest::completeP;
    String one = export.write(plan("gpt:depth=2,width=48", "gpt:depth=4,width=96", change));
    String two = export.write(plan("gpt:depth=2,width=48", "gpt:depth=4,width=96", change));
    assertThat(one).isEqualTo(two).endsWith("\n");
    assertThat(one.getBytes(UTF_8)).isEqualTo(two.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource(Export.class)
  void everyTensorIsInTheTableOnce(Export export) {
    TransferPlan plan = HostileModel.plan(HostileModel.NAMES);
    String text = export.write(plan);
    for (String name : HostileModel.NAMES) {
      String literal = export == Export.DJL ? Quoting.java(name) : Quoting.python(name);
      String row =
          switch (export) {
            case PYTORCH -> "    (" + literal + ", (3, 3), ";
            case OPTAX -> "    " + literal + ": \"group_";
            case DJL -> "      {" + literal + ", ";
          };
      assertThat(text).as(name).containsOnlyOnce(row);
    }
    long comments = text.lines().filter(line -> line.contains("import os")).count();
    assertThat(comments).as("the name, and the model's in literals and comments").isPositive();
    assertThat(text.lines().filter(line -> line.startsWith("'; import os"))).isEmpty();
  }

  @Test
  void equalRatesShareAGroup() {
    String text = PyTorchExport.of(plan("mlp:depth=4", "mlp:depth=64", r -> r));
    assertThat(text.lines().filter(line -> line.startsWith("    {\"lr\": "))).hasSize(1);
  }

  @Test
  void headOfATiedTableIsScaledByItsOwnModule() {
    String text = PyTorchExport.of(plan("gpt:depth=2,width=48", "gpt:depth=2,width=96", r -> r));
    assertThat(text)
        .contains("\"place\": \"input\", \"host\": \"linear\", \"tensors\": (\"tok.weight\",)");
  }

  @Test
  void queriesOfAPackedProjectionAreFoundInTheGraph() {
    String text = PyTorchExport.of(plan("gpt:depth=2,width=48", "gpt:depth=2,width=96", r -> r));
    assertThat(text).contains("\"place\": \"part\"").contains("\"parts\": ((0, 96),)");
  }

  @Test
  void optaxStatesForwardFactors() {
    String text = OptaxExport.of(plan("mlp:width=16", "mlp:width=64", r -> r));
    assertThat(text).contains("# the input of readout × 0.25");
  }

  @Test
  void unknownExportNamesTheKnownOnes() {
    assertThat(Export.byId("djl")).isEqualTo(Export.DJL);
    assertThatThrownBy(() -> Export.byId("jax"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("optax");
    assertThat(Export.ids()).isEqualTo(List.of("pytorch", "optax", "djl"));
  }
}
