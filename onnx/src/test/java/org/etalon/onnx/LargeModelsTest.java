package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models of a hundred thousand nodes and more, in 512 MB. The limits of time are far above what a
 * quiet machine needs; they tell a linear algorithm from a quadratic one.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LargeModelsTest {
  @TempDir Path folder;

  private Network read(ModelWriter model, String output) {
    return OnnxReader.read(model.output(output).into(folder));
  }

  @Test
  void aResidualNetworkOfTwentyFiveThousandBlocksIsExact() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8);
    String stream = "x";
    for (int i = 0; i < 25_000; i++) {
      String block = "blocks." + i + ".";
      writer.input(block + "weight", 8, 8).input(block + "bias", 8);
      writer
          .node("Relu", stream, block + "r")
          .node("Gemm", block + "r," + block + "weight," + block + "bias", block + "h")
          .node("Relu", block + "h", block + "g")
          .node("Add", stream + "," + block + "g", block + "y");
      stream = block + "y";
    }
    Network network = read(writer, stream);
    assertThat(network.depths().blocks()).isEqualTo(25_000);
    assertThat(network.depths().layers()).isEqualTo(25_000);
    assertThat(network.depths().moments().count().bitLength()).isEqualTo(25_001);
    assertThat(network.tensors()).hasSize(50_000);
    assertThat(network.findings()).isEmpty();
  }

  @Test
  void eightThousandDecomposedNormalisationsAreRecognised() {
    ModelWriter writer =
        ModelWriter.model().input("x", "n", 8).scalar("two", 2).scalar("eps", 1e-5f);
    String stream = "x";
    for (int i = 0; i < 8_000; i++) {
      String p = "b" + i + ".";
      writer.weight(p + "g", 8).weight(p + "b", 8).weight(p + "fc.weight", 8, 8);
      writer
          .node("ReduceMean", stream, p + "m", ModelWriter.integers("axes", -1))
          .node("Sub", stream + "," + p + "m", p + "c")
          .node("Pow", p + "c,two", p + "s")
          .node("ReduceMean", p + "s", p + "v", ModelWriter.integers("axes", -1))
          .node("Add", p + "v,eps", p + "e")
          .node("Sqrt", p + "e", p + "d")
          .node("Div", p + "c," + p + "d", p + "n")
          .node("Mul", p + "n," + p + "g", p + "k")
          .node("Add", p + "k," + p + "b", p + "l")
          .node("MatMul", p + "l," + p + "fc.weight", p + "f")
          .node("Add", stream + "," + p + "f", p + "y");
      stream = p + "y";
    }
    Network network = read(writer, stream);
    assertThat(network.depths().moments().count().bitLength()).isEqualTo(8_001);
    assertThat(network.tensors()).hasSize(24_000);
  }

  @Test
  void oneWeightUsedTwentyFiveThousandTimesIsOneTensor() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8).weight("w", 8, 8).weight("b", 8);
    String stream = "x";
    for (int i = 0; i < 25_000; i++) {
      writer
          .node("MatMul", stream + ",w", "m" + i)
          .node("Add", "m" + i + ",b", "n" + i)
          .node("Relu", "n" + i, "h" + i)
          .node("Add", stream + ",h" + i, "y" + i);
      stream = "y" + i;
    }
    Network network = read(writer, stream);
    assertThat(network.tensors()).hasSize(2);
    assertThat(network.tensors().get(0).uses()).hasSize(25_000);
    assertThat(network.findings()).hasSizeLessThan(5);
  }

  @Test
  void longChainsOfArithmeticAreReadInLinearTime() {
    ModelWriter sums = ModelWriter.model().input("x", "n", 8).weight("w", 8, 8);
    sums.node("MatMul", "x,w", "a0");
    for (int i = 0; i < 100_000; i++) {
      sums.node("Add", "a" + i + ",a0", "a" + (i + 1));
    }
    // One addition of all its operands.
    assertThat(read(sums, "a100000").depths().blocks()).isZero();

    ModelWriter products = ModelWriter.model().input("x", "n", 8).weight("w", 8, 8).scalar("c", 2);
    products.node("MatMul", "x,w", "a0");
    for (int i = 0; i < 100_000; i++) {
      products.node("Mul", "a" + i + ",c", "a" + (i + 1));
    }
    assertThat(read(products, "a100000").depths().layers()).isEqualTo(1);
  }

  @Test
  void pathsThatDoubleWithoutEndAreRefused() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8).weight("w", 8, 8);
    writer.node("MatMul", "x,w", "a0");
    int doublings = 150_000;
    for (int i = 0; i < doublings; i++) {
      writer.node("Add", "a" + i + ",a" + i, "a" + (i + 1));
    }
    assertThatThrownBy(() -> read(writer, "a" + doublings))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("number of paths");
  }

  @Test
  @Tag("full")
  void aMillionDoublingsAreRefusedBySize() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8);
    for (int i = 0; i < 1_000_000; i++) {
      writer
          .graph()
          .addNodeBuilder()
          .setOpType("Add")
          .addInput(i == 0 ? "x" : "a" + i)
          .addInput(i == 0 ? "x" : "a" + i)
          .addOutput("a" + (i + 1));
    }
    assertThatThrownBy(() -> read(writer, "a1000000")).isInstanceOf(InputException.class);
  }

  @Test
  void nodesOfOneNameAreToldApartInLinearTime() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8);
    for (int i = 0; i < 50_000; i++) {
      writer
          .graph()
          .addNodeBuilder()
          .setName("Relu")
          .setOpType("Relu")
          .addInput(i == 0 ? "x" : "a" + i)
          .addOutput("a" + (i + 1));
    }
    assertThat(read(writer, "a50000").graph().nodes()).hasSize(50_001);
  }

  @Test
  void constantsComputedFromConstantsDoNotFillTheMemory() {
    ModelWriter writer = ModelWriter.model().input("x", 4096).weight("w", 4096, 8);
    writer.stored(ModelWriter.whole("zero", 0).clearDims());
    writer.stored(ModelWriter.whole("end", 4096).clearDims());
    writer.stored(ModelWriter.whole("one", 1).clearDims());
    writer.node("Range", "zero,end,one", "r0");
    for (int i = 0; i < 20_000; i++) {
      writer.node("Add", "r" + i + ",one", "r" + (i + 1));
    }
    writer.node("Add", "x,r20000", "h").node("MatMul", "h,w", "y");
    assertThat(read(writer, "y").depths().layers()).isEqualTo(1);
  }

  @Test
  void aParameterCopiedFiftyThousandTimesIsReadInLinearTime() {
    ModelWriter writer = ModelWriter.model().input("x", "n", 8).weight("g", 8);
    for (int i = 0; i < 30_000; i++) {
      writer
          .node("Identity", "g", "g" + i)
          .node("Mul", (i == 0 ? "x" : "a" + i) + ",g" + i, "a" + (i + 1));
    }
    assertThat(read(writer, "a30000").tensors()).hasSize(30_000);
  }
}
