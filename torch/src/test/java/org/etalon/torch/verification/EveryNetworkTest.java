package org.etalon.torch.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.Families;
import org.etalon.family.ModelReference;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Source;
import org.etalon.init.Initialisations;
import org.etalon.onnx.OnnxOptions;
import org.etalon.onnx.OnnxReader;
import org.etalon.spec.HuggingFaceReader;
import org.etalon.spec.SpecReader;
import org.etalon.spec.SpecWriter;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.GraphRun;
import org.etalon.torch.program.GraphRun.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of network that Etalon reads runs a training step: a finite loss, real gradients. */
class EveryNetworkTest {

  static Stream<String> references() {
    return Stream.of(
        "mlp:depth=3,width=16,in=12",
        "mlp:depth=2,width=16,in=12,act=gelu",
        "cnn:depth=3,width=8,image=8",
        "cnn:depth=3,width=8,image=8,dims=1,padding=circular",
        "resmlp:blocks=3,width=16,in=12",
        "resmlp:blocks=3,width=16,in=12,norm=layer,layers=2,finalnorm=true",
        "resnet:blocks=2,width=8,image=8",
        "resnet:blocks=2,width=8,image=8,norm=batch,layers=2,dropout=0.1,layerscale=0.1",
        "resnet:blocks=2,width=8,image=8,norm=layer",
        "resnet-18:image=32",
        "vit:depth=2,width=16,heads=2,patch=8,image=16,classes=10",
        "vit:depth=2,width=16,heads=2,patch=8,image=16,classes=10,norm=post",
        "gpt:depth=2,width=16,heads=2,vocab=30,context=8",
        "gpt:depth=2,width=16,heads=2,vocab=30,context=8,tied=false,norm=post",
        "nasbench201:3_24_440,cells=1,width=4,image=8",
        "dag-mlp:2_12_002,width=16,in=12",
        "dag-cnn:2_02_122,width=8,image=8");
  }

  @ParameterizedTest
  @MethodSource("references")
  void familyRunsATrainingStep(String reference) {
    requireStep(ModelReference.parse(reference).network(), 1);
  }

  @Test
  void everyFamilyIsTried() {
    Set<String> tried = new TreeSet<>();
    references().forEach(reference -> tried.add(reference.substring(0, reference.indexOf(':'))));
    Set<String> known = new TreeSet<>();
    Families.ids().forEach(id -> known.add(id.startsWith("resnet-") ? "resnet-18" : id));
    // 130 million scalars are too many here; a VGG from a file runs with the slow tests.
    known.removeIf(id -> id.startsWith("vgg-"));
    assertThat(tried).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model_type':'gpt2','vocab_size':50,'n_positions':8,'n_embd':16,'n_layer':2,'n_head':2}",
        "{'model_type':'llama','vocab_size':50,'hidden_size':16,'intermediate_size':24,"
            + "'num_hidden_layers':2,'num_attention_heads':4,'num_key_value_heads':2,"
            + "'max_position_embeddings':8}",
        "{'model_type':'bert','vocab_size':50,'hidden_size':16,'intermediate_size':24,"
            + "'num_hidden_layers':2,'num_attention_heads':4,'max_position_embeddings':8}",
        "{'model_type':'vit','image_size':16,'patch_size':8,'hidden_size':16,"
            + "'intermediate_size':24,'num_hidden_layers':2,'num_attention_heads':4}",
        "{'model_type':'resnet','embedding_size':8,'hidden_sizes':[8,16],'depths':[1,1],"
            + "'layer_type':'basic'}",
        "{'model_type':'convnext','num_stages':2,'hidden_sizes':[8,16],'depths':[1,1]}"
      })
  void configRunsATrainingStep(String json) {
    // Image sizes that a config leaves open are 224; 8 of a batch are few enough.
    requireStep(HuggingFaceReader.parse(json.replace('\'', '"'), "config.json"), 0.8);
  }

  @ParameterizedTest
  @MethodSource("references")
  void specWrittenFromANetworkComputesTheSame(String reference) throws IOException {
    Network network = ModelReference.parse(reference).network();
    StringWriter spec = new StringWriter();
    SpecWriter.write(network, spec);
    Network again = SpecReader.parse(spec.toString(), "model.yaml");
    assertThat(output(again)).containsExactly(output(network), within(1e-12));
  }

  private static double[] output(Network network) {
    try (Model model = model(network)) {
      Map<String, Tensor> data = data(model, 2);
      Numbers result = OnnxModel.engine(model, data);
      data.values().forEach(Memory::free);
      return result.values();
    }
  }

  @ParameterizedTest
  @CsvSource({"gpt_tied_L4", "unet", "mup_cnn_w16"})
  void networkOfAFixedBatchRunsOnAnyAndExamplesDoNotMix(String name, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("model.onnx");
    try (var in = EveryNetworkTest.class.getResourceAsStream("/onnx/fixtures/" + name + ".onnx")) {
      java.nio.file.Files.write(file, in.readAllBytes());
    }
    Network network = OnnxReader.read(file, name, OnnxOptions.DEFAULT.withFreeBatch());
    try (Model model = model(network)) {
      double[] three = null;
      for (int batch : new int[] {3, 2, 1}) {
        Map<String, Tensor> data = data(model, batch);
        Numbers result = OnnxModel.engine(model, data);
        data.values().forEach(Memory::free);
        assertThat(result.shape()[0]).isEqualTo(batch);
        three = three == null ? result.values() : three;
        int each = result.values().length / batch;
        assertThat(Arrays.copyOf(result.values(), each))
            .containsExactly(Arrays.copyOf(three, each), within(1e-9));
      }
    }
  }

  private static Model model(Network network) {
    Start start = Start.of(network, Initialisations.byId("pytorch"), Optional.empty());
    return new Model(network, start, 5, Precision.FLOAT64, Device.CPU);
  }

  /** The first examples are the same whatever the batch. */
  private static Map<String, Tensor> data(Model model, int batch) {
    Map<String, Tensor> data = new LinkedHashMap<>();
    for (Node input : model.network().graph().inputs()) {
      long[] sizes = new long[input.shape().rank()];
      int count = 1;
      for (int i = 0; i < sizes.length; i++) {
        boolean known = input.shape().dim(i).isKnown();
        sizes[i] = i == 0 ? batch : known ? input.shape().dim(i).value() : i == 1 ? 6 : 16;
        count *= (int) sizes[i];
      }
      double[] values = GraphRun.normal(input.name(), count);
      boolean real = ((Source.Input) input.operation()).element() == Source.Element.REAL;
      data.put(
          input.name(),
          real
              ? model.reals(OnnxRuntime.rounded(values), sizes)
              : model.wholes(
                  Arrays.stream(values).mapToLong(v -> (long) (Math.abs(v) * 1e6) % 2).toArray(),
                  sizes));
    }
    return data;
  }

  private static void requireStep(Network network, double share) {
    try (Model model = model(network)) {
      Map<String, Tensor> data = data(model, 4);
      Memory.scoped(
          () -> {
            Tensor logits = model.output(model.forward(data, model.training()));
            long[] shape = logits.shape();
            // The output of a model without a head scores nothing: its mean square does as well.
            boolean scores = shape.length <= 3;
            long[] labels = Arrays.copyOf(shape, shape.length - 1);
            int count = (int) Arrays.stream(labels).reduce(1, (a, b) -> a * b);
            Tensor target = model.wholes(new long[count], labels);
            Tensor loss = scores ? Loss.CROSS_ENTROPY.of(logits, target) : logits.square().mean();
            Memory.free(target);
            assertThat(loss.item_double()).isFinite();
            int nonzero = 0;
            int at = 0;
            for (Tensor gradient : model.gradients(loss)) {
              Parameter parameter = model.parameters().get(at++);
              double[] values = GraphRun.numbers(gradient).values();
              assertThat(Arrays.stream(values).allMatch(Double::isFinite))
                  .as(parameter.name())
                  .isTrue();
              nonzero += Arrays.stream(values).anyMatch(v -> v != 0) ? 1 : 0;
            }
            assertThat((double) nonzero / at)
                .as("share of tensors that learn")
                .isGreaterThanOrEqualTo(share);
          });
      data.values().forEach(Memory::free);
    }
  }
}
