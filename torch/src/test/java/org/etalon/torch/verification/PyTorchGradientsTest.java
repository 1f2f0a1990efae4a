package org.etalon.torch.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.ModelReference;
import org.etalon.graph.Parameter;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.GraphRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loss of a training pass and the gradient of every parameter are PyTorch's, in double
 * precision, batch norm taking the batch's statistics. Skipped where Python has no PyTorch.
 */
class PyTorchGradientsTest {
  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  /** A network here and what builds the same in the script. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String builder, Network network, long[] input, long... labels) {}

  private record Written(Case of, double loss, List<Parameter> parameters) {}

  private Case fixture(String builder, String file, long[] input, long... labels)
      throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("read-" + builder));
    Network network = OnnxModel.resource("fixtures/" + file + ".onnx", scratch, input).network();
    return new Case(builder, network, input, labels);
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  @Test
  void gradientsOfAResNetAUNetAndTransformersArePyTorchs() throws Exception {
    compare(
        List.of(
            fixture("resnet18", "resnet18", sizes(4, 3, 32, 32), 4),
            fixture("unet", "unet", sizes(2, 3, 16, 16), 2, 16, 16),
            fixture("gpt", "gpt_tied_L4", sizes(2, 64), 2, 64),
            new Case(
                "small_vit",
                ModelReference.parse("vit:depth=2,width=32,heads=4,patch=8,image=16,classes=10")
                    .network(),
                sizes(3, 3, 16, 16),
                3)));
  }

  @Tag("full")
  @Test
  void gradientsOfDeepConvolutionalNetworksArePyTorchs() throws Exception {
    compare(
        List.of(
            fixture("densenet121", "densenet121", sizes(4, 3, 64, 64), 4),
            fixture("mobilenet_v2", "mobilenet_v2", sizes(4, 3, 64, 64), 4)));
  }

  @Tag("full")
  @Test
  void gradientsOfAVisionTransformerArePyTorchs() throws Exception {
    compare(List.of(fixture("vit_b_16", "vit_b_16", sizes(1, 3, 224, 224), 1)));
  }

  private void compare(List<Case> cases) throws Exception {
    Optional<String> python = PyTorch.python();
    assumeTrue(python.isPresent(), "python3 cannot import torch and torchvision");
    List<Written> written = new ArrayList<>();
    for (Case each : cases) {
      written.add(write(each));
    }
    PyTorch.run(
        python.orElseThrow(),
        "gradients.py",
        folder,
        cases.stream().map(c -> folder.resolve(c.builder).toString()).toList());
    for (Written each : written) {
      require(each);
    }
  }

  /** Runs a training pass here and writes down all that it depends on. */
  private Written write(Case of) throws IOException {
    Path to = Files.createDirectories(folder.resolve(of.builder));
    Start start = Start.of(of.network, Initialisations.byId("pytorch"), Optional.empty());
    try (Model model = new Model(of.network, start, 3, Precision.FLOAT64, Device.CPU);
        OutputStream values = Files.newOutputStream(to.resolve("values.bin"));
        OutputStream own = Files.newOutputStream(to.resolve("own.bin"))) {
      List<String> lines = new ArrayList<>(List.of(of.builder));
      for (Parameter parameter : model.parameters()) {
        shake(model, parameter);
        put(values, numbers(model.tensor(parameter)));
        lines.add(line("parameter", parameter.name(), parameter.shape().sizes()));
      }
      String name = of.network.graph().inputs().get(0).name();
      boolean ids = of.input.length == 2;
      double[] data = GraphRun.normal("data", count(of.input));
      if (ids) {
        data = Arrays.stream(data).map(v -> Math.floor(Math.abs(v * 1e6) % 1000)).toArray();
      }
      put(values, data);
      lines.add(line(ids ? "ids" : "input", "data", of.input));
      int classes = of.builder.equals("unet") ? 2 : 10;
      double[] labels =
          Arrays.stream(GraphRun.normal("labels", count(of.labels)))
              .map(v -> Math.floor(Math.abs(v * 1e6) % classes))
              .toArray();
      put(values, labels);
      lines.add(line("labels", "labels", of.labels));
      Files.write(to.resolve("case.txt"), lines);
      Tensor target = model.wholes(wholes(labels), of.labels);
      double[] batch = data;
      Written result =
          Memory.scoped(
              () -> {
                Tensor input =
                    ids
                        ? AbstractTensor.create(wholes(batch), of.input)
                        : AbstractTensor.create(batch, of.input);
                Tensor logits = model.output(model.forward(Map.of(name, input), model.training()));
                Tensor loss = Loss.CROSS_ENTROPY.of(logits, target);
                for (Tensor gradient : model.gradients(loss)) {
                  put(own, numbers(gradient));
                }
                return new Written(of, loss.item_double(), model.parameters());
              });
      Memory.free(target);
      return result;
    }
  }

  /** Gains that are not all 1 and shifts that are not all 0 tell more. */
  private static void shake(Model model, Parameter parameter) {
    if (parameter.shape().rank() == 1) {
      Memory.scoped(
          () -> {
            double[] by = GraphRun.normal(parameter.name(), (int) parameter.scalars());
            Tensor tensor = model.tensor(parameter).detach();
            tensor.copy_(
                tensor.add(
                    AbstractTensor.create(
                        Arrays.stream(by).map(v -> 0.1 * v).toArray(), tensor.shape())));
          });
    }
  }

  private void require(Written written) throws IOException {
    Path to = folder.resolve(written.of.builder);
    double overall = 0;
    try (InputStream theirs = open(to.resolve("gradients.bin"))) {
      double loss = read(theirs, 1)[0];
      assertThat(written.loss).isCloseTo(loss, within(TOLERANCE * Math.abs(loss)));
      for (Parameter parameter : written.parameters) {
        overall = Math.max(overall, largest(read(theirs, parameter.scalars())));
      }
      assertThat(theirs.read()).as("end of the gradients").isEqualTo(-1);
    }
    double worst = 0;
    try (InputStream theirs = open(to.resolve("gradients.bin"));
        InputStream ours = open(to.resolve("own.bin"))) {
      read(theirs, 1);
      for (Parameter parameter : written.parameters) {
        double[] expected = read(theirs, parameter.scalars());
        double[] found = read(ours, parameter.scalars());
        double scale = largest(expected);
        for (int i = 0; i < found.length; i++) {
          expected[i] -= found[i];
        }
        // A bias before a batch norm has no gradient but rounding: it is measured against the rest.
        double relative = largest(expected) / Math.max(scale, 1e-6 * overall);
        assertThat(relative)
            .as("%s: gradient of %s", written.of.builder, parameter.name())
            .isLessThan(TOLERANCE);
        worst = Math.max(worst, relative);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: gradients of %d tensors differ from PyTorch by %.1e at most%n",
        written.of.builder,
        written.parameters.size(),
        worst);
  }

  private static double[] numbers(Tensor tensor) {
    return GraphRun.numbers(tensor).values();
  }

  private static String line(String kind, String name, long[] shape) {
    return kind
        + " "
        + name
        + Arrays.stream(shape).mapToObj(size -> " " + size).collect(Collectors.joining());
  }

  private static void put(OutputStream to, double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      to.write(bytes.array());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  private static double[] read(InputStream from, long count) throws IOException {
    byte[] bytes = from.readNBytes(Math.toIntExact(count * Double.BYTES));
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    assertThat(values).hasSize(Math.toIntExact(count));
    return values;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static int count(long[] shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static long[] wholes(double[] values) {
    return Arrays.stream(values).mapToLong(v -> (long) v).toArray();
  }
}
