package org.etalon.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.ModelReference;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is refused by name, before native code meets it; what diverges is a result. */
class ModelFaultsTest {

  private static Model model(String reference) {
    return model(ModelReference.parse(reference).network());
  }

  private static Model model(Network network) {
    Start start = Start.of(network, Initialisations.byId("he"), Optional.empty());
    return new Model(network, start, 1, Precision.FLOAT32, Device.CPU);
  }

  @Test
  void networkTooLargeForMemoryIsRefusedWithTheEstimateBeforeItIsAllocated() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> model("mlp:depth=2000,width=100000"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("GiB")
        .hasMessageContaining("available");
    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
  }

  @Test
  void batchTooLargeForMemoryIsRefusedWithTheEstimateBeforeItIsRun() {
    try (Model model = model("cnn:depth=3,width=64,image=32")) {
      Memory.scoped(
          () -> {
            // One image, seen ten million times: the view itself takes no memory.
            Tensor image = model.reals(new float[3 * 32 * 32], 1, 3, 32, 32);
            Tensor batch = image.expand(10_000_000, 3, 32, 32);
            assertThatThrownBy(() -> model.forward(Map.of("input", batch), model.training()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("for one batch")
                .hasMessageContaining("smaller batch");
            Memory.free(image);
          });
    }
  }

  @Test
  void dataOfAWrongSizeAreRefusedByTheNameOfTheInput() {
    try (Model model = model("mlp:depth=2,width=8,in=12")) {
      Tensor wrong = model.reals(new float[2 * 13], 2, 13);
      Tensor scalar = model.reals(new float[1]);
      for (Tensor bad : new Tensor[] {wrong, scalar}) {
        assertThatThrownBy(
                () ->
                    Memory.scoped(
                        () -> {
                          model.forward(Map.of("input", bad), model.training());
                        }))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("input")
            .hasMessageContaining("12");
        Memory.free(bad);
      }
      assertThatThrownBy(() -> model.forward(Map.of(), model.training()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no data");
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void labelOutsideTheClassesIsRefused(Loss loss) {
    try (Model model = model("mlp:depth=2,width=8,in=12,classes=10")) {
      Tensor data = model.reals(new float[2 * 12], 2, 12);
      for (long bad : new long[] {10, -1, -100, Long.MAX_VALUE}) {
        Tensor labels = model.wholes(new long[] {0, bad}, 2);
        assertThatThrownBy(
                () ->
                    Memory.scoped(
                        () -> {
                          loss.of(
                              model.output(model.forward(Map.of("input", data), model.training())),
                              labels);
                        }))
            .isInstanceOf(InputException.class)
            .hasMessageContaining(String.valueOf(bad))
            .hasMessageContaining("0 to 9");
        Memory.free(labels);
      }
      Memory.free(data);
    }
  }

  @Test
  void identifierOutsideTheVocabularyIsRefusedInAnyPass() {
    try (Model model = model("gpt:depth=1,width=8,heads=2,vocab=20,context=4")) {
      for (long[] ids : new long[][] {{0, 1, 2, 3}, {0, 1, 2, 20}, {0, -1, 2, 3}}) {
        boolean good = ids[3] == 3 && ids[1] == 1;
        Tensor data = model.wholes(ids, 1, 4);
        String input = model.network().graph().inputs().get(0).name();
        Runnable pass =
            () ->
                Memory.scoped(
                    () ->
                        model.output(model.forward(Map.of(input, data), model.training())).numel());
        if (good) {
          pass.run();
        } else {
          assertThatThrownBy(pass::run)
              .isInstanceOf(InputException.class)
              .hasMessageContaining("embedding");
        }
        Memory.free(data);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1e38f})
  void valuesThatAreNoNumbersComeOutAsSuchAndThrowNothing(float bad) {
    try (Model model = model("mlp:depth=2,width=8,in=12,classes=10")) {
      float[] values = new float[2 * 12];
      values[3] = bad;
      values[4] = bad;
      Tensor data = model.reals(values, 2, 12);
      Tensor labels = model.wholes(new long[] {0, 1}, 2);
      double loss =
          Memory.scoped(
              () -> {
                Tensor value =
                    Loss.CROSS_ENTROPY.of(
                        model.output(model.forward(Map.of("input", data), model.training())),
                        labels);
                model.gradients(value);
                return value.item_double();
              });
      assertThat(loss)
          .satisfiesAnyOf(v -> assertThat(v).isNaN(), v -> assertThat(v).isGreaterThan(1e6));
      Memory.free(data);
      Memory.free(labels);
    }
  }

  @Test
  void operatorThatCannotBeRunIsRefusedByItsName() {
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.input("x", Source.Element.REAL, Shape.of(2, 3));
    Node w = builder.parameter("w", 3, 3);
    Node y = builder.add("strange", new Pointwise.PassThrough("FancyNorm"), x);
    Graph graph = builder.build(builder.add("out", new Layer.Linear(Layer.Layout.OUT_IN), y, w));
    try (Model model = model(Network.of("test", "test", graph, java.util.List.of()))) {
      Tensor data = model.reals(new float[6], 2, 3);
      assertThatThrownBy(
              () ->
                  Memory.scoped(
                      () -> {
                        model.forward(Map.of("x", data), model.training());
                      }))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("strange")
          .hasMessageContaining("FancyNorm");
      Memory.free(data);
    }
  }
}
