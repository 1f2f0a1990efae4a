package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final String HEAD = "etalon: 1\ninput: [batch, 3, 8, 8]\nlayers:\n";

  @TempDir Path folder;

  private static Network read(String layers) {
    return SpecReader.parse(HEAD + layers, "spec");
  }

  private static List<String> tensors(Network network) {
    return network.tensors().stream().map(t -> t.name() + t.parameter().shape()).toList();
  }

  @Test
  void tensorsAreNamedAfterTheirPlaceOrTheirLayer() {
    assertThat(
            tensors(
                read(
                    """
                      - {conv: 4, name: stem}
                      - repeat: 2
                        name: blocks
                        layers:
                          - residual: [{conv: 4, bias: false}, relu]
                      - global-pool
                      - {linear: 2}
                    """)))
        .containsExactly(
            "stem.weight[4,3,3,3]",
            "stem.bias[4]",
            "blocks.0.0.0.weight[4,4,3,3]",
            "blocks.1.0.0.weight[4,4,3,3]",
            "3.weight[2,4]",
            "3.bias[2]");
  }

  @Test
  void parametersOfOneNameAreOneParameter() {
    Network network =
        read(
            """
              - flatten
              - {linear: 16, name: first}
              - repeat: 3
                layers: [{linear: 16, params: shared}, tanh]
              - {linear: 192, bias: false, weight: shared.out}
            """);
    Tensor shared =
        network.tensors().stream()
            .filter(t -> t.name().equals("shared.weight"))
            .findFirst()
            .orElseThrow();
    assertThat(shared.uses()).hasSize(3);
    assertThat(network.depths().layers()).isEqualTo(5);
  }

  @Test
  void convolutionsKeepTheSizeUnlessWindowsDoNotOverlap() {
    assertThat(read("  - {conv: 4, kernel: 5}\n").graph().output().shape().toString())
        .isEqualTo("[batch,4,8,8]");
    assertThat(read("  - {conv: 4, kernel: 3, dilation: 2}\n").graph().output().shape().toString())
        .isEqualTo("[batch,4,8,8]");
    assertThat(read("  - {conv: 4, kernel: 4}\n").graph().output().shape().toString())
        .isEqualTo("[batch,4,8,8]");
    assertThat(read("  - {conv: 4, kernel: 4, stride: 4}\n").graph().output().shape().toString())
        .isEqualTo("[batch,4,2,2]");
    assertThat(
            read("  - {conv: 4, kernel: 2, stride: 2, transposed: true}\n")
                .graph()
                .output()
                .shape()
                .toString())
        .isEqualTo("[batch,4,16,16]");
  }

  @Test
  void aVisionTransformerCanBeWritten() {
    Network network =
        read(
            """
              - {conv: 16, kernel: 4, stride: 4, name: patches}
              - {reshape: [batch, 16, 4]}
              - {transpose: [0, 2, 1]}
              - {type: class-token, name: cls}
              - {type: position, name: pos}
              - repeat: 2
                layers:
                  - residual: [layer-norm, {attention: 4, kv-heads: 2, rotary: true}, scale]
                  - residual: [rms-norm, {linear: 32}, gelu, {linear: 16}, {dropout: 0.1}]
              - layer-norm
              - {token: 0}
              - {linear: 3}
            """);
    assertThat(network.depths().blocks()).isEqualTo(4);
    assertThat(network.tensors().stream().filter(t -> t.role() == Role.POSITION).map(Tensor::name))
        .containsExactly("cls.weight", "pos.weight");
    assertThat(tensors(network)).contains("5.0.0.1.k_proj.weight[8,16]", "5.0.0.2.weight[16]");
  }

  @Test
  void layersFindValuesInsideTheirBlockFirst() {
    Network network =
        read(
            """
              - {conv: 3, name: a}
              - block:
                  - {conv: 3, name: a}
                  - {type: add, from: [a, input]}
                name: inner
              - {type: add, from: [inner, a]}
            """);
    assertThat(network.graph().output().operands().toString())
        .contains("inner.a (convolution)", "input (input)", "a (convolution)");
  }

  @Test
  void jsonIsReadToo() throws IOException {
    Path file = folder.resolve("model.json");
    Files.writeString(
        file,
        "{\"etalon\": 1, \"input\": [\"batch\", 4], \"layers\": [{\"linear\": 2}, \"relu\"]}");
    assertThat(SpecReader.read(file, "ref").reference()).isEqualTo("ref");
    assertThat(ModelFile.read(file, "ref").source()).isEqualTo("spec");
    Files.writeString(file, "{\"model_type\": \"resnet\"}");
    assertThat(ModelFile.read(file, "ref").source()).isEqualTo("huggingface");
    Files.writeString(file, "{\"a\": 1}");
    assertThatThrownBy(() -> ModelFile.read(file, "ref"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("neither an Etalon spec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - rleu                                          | line 4: unknown layer 'rleu'; did you mean 'relu'?
          - {linaer: 3}                                   | unknown layer 'linaer'; did you mean 'linear'?
          - {linear: 3, baise: true}                      | line 4, linear: unknown key 'baise'; did you mean 'bias'?
          - linear                                        | lacks 'out'
          - {linear: 0}                                   | linear.out: is 0, expected a whole number from 1
          - {linear: -3}                                  | linear.out: is -3
          - {linear: 3000000000}                          | linear.out: is 3000000000
          - {linear: 99999999999999999999999}             | linear.out
          - {linear: wide}                                | linear.out: is 'wide'
          - {linear: [3]}                                 | linear.out: is a list of 1
          - {linear: $wide}                               | no variable is named '$wide'
          - {linear: 3, out: 4}                           | gives 'out' twice
          - {linear: 3, relu: 4}                          | names several layers
          - {relu: 3, tanh: }                             | names several layers
          - {conv: 4, groups: 2}                          | do not divide into 2 groups
          - {conv: 4, kernel: 11, pad: 0}                 | leaves nothing
          - {conv: 4, kernel: [3, 3, 3]}                  | one number, or a list of 2
          - {conv: 4, bias: 1}                            | conv.bias: is 1, expected true or false
          - {conv: 4, bias: }                             | conv.bias: has no value
          - {conv: 4, padding: zero}                      | did you mean 'zeros'?
          - {attention: 3}                                | takes [batch, tokens, features]
          - {group-norm: 2}                               | 3 channels do not divide into 2 groups
          - {reshape: [batch, 5]}                         | line 4
          - residual: [{conv: 5}]                         | give a 'shortcut'
          - {type: add, from: [input, inptu]}             | did you mean 'input'?
          - add                                           | needs at least two values
          - {batch-norm: 3}                               | takes no value, but is given 3
          - {repeat: 3, with: {w: [1, 2]}, layers: [relu]} | expected a list of 3 numbers
          - {repeat: 0, layers: [relu]}                   | repeat.times: is 0
          - {repeat: 2, layers: []}                       | expected a list of layers
          - {repeat: 2}                                   | lacks 'layers'
          - {op: lineer, name: a}                         | unknown operation 'lineer'; did you mean 'linear'?
          - {op: add, of: input}                          | op.
          - {op: concat, name: a, of: input, axis: 9}     | no axis 9
          - {op: linear, name: a, of: [input, input]}     | line
          - {op: constant, name: a, shape: [2], values: [1]} | expected 2 numbers
          - {op: parameter, name: a, shape: [batch]}      | not fully known
          - {op: constant, name: a, shape: [batch], fill: 1} | a known shape
          - {op: constant, name: a, shape: [99999999999], fill: 1} | at most 4194304
          - {op: indices, name: a, shape: [2], values: [1]} | expected 2 numbers
          - {op: indices, name: a, shape: [1], values: [[]]} | a list of whole numbers
          - {op: activation, name: a, of: input, function: selu, settings: [1]} | takes 2 settings
          - {op: select, name: a, of: input, kind: crop, shape: [1], body: [{call: Slice}]} | unknown word 'crop'
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: []} | a list of 1 to 1000 steps
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [Slice]} | expected steps such as
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [{cal: Slice}]} | unknown key 'cal'
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [{of: [0]}]} | has no 'call'
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [{call: Slice, of: [-1]}]} | uses step 0
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [{call: Slice, of: [x]}]} | takes operand x
          - {op: select, name: a, of: input, kind: slice, shape: [1], body: [{call: Slice, settings: {axes: 2}}]} | holds the setting 2
          - {op: einstein-sum, name: a, of: input, equation: x} | axis letters
          - {relu: , name: input}                         | is the name of two values
          - 7                                             | expected a layer
          - [relu]                                        | expected a layer
          - {}                                            | names no layer
          """)
  void faultsAreNamedByLineAndKey(String layer, String message) {
    InputException problem =
        catchThrowableOfType(InputException.class, () -> read("  " + layer + "\n"));
    assertThat(problem).isNotNull();
    if (!message.equals("op.")) {
      assertThat(problem).hasMessageContaining(message);
    }
    assertThat(problem.where()).startsWith("line 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input: [4]\\nlayers: [relu]                      | does not start with 'etalon: 1'
          etalon: 2\\nlayers: [relu]                       | reads format 1
          etalon: 1\\ninput: [4]                           | neither 'layers' nor 'nodes'
          etalon: 1\\ninput: [4]\\nlayer: [relu]           | did you mean 'layers'?
          etalon: 1\\nlayers: [relu]                       | has nothing before it
          etalon: 1\\ninput: 4\\nlayers: [relu]            | expected a shape
          etalon: 1\\ninput: [-4]\\nlayers: [relu]         | negative size
          etalon: 1\\ninput: [4]\\nlayers: [relu]\\noutput: x | no value is named 'x'
          etalon: 1\\ninput: [4]\\nlayers: [relu]\\ninput: [5] | line 4
          etalon: 1\\nlet: {a: x}\\ninput: [4]\\nlayers: [relu] | let.a: is 'x', expected a number
          etalon: 1\\nlet: {a: 3, b: $a/2}\\ninput: [4]\\nlayers: [relu] | does not come out even
          etalon: 1\\ninput: &x [4]\\nlayers: [relu]       | anchor or alias
          etalon: 1\\ninput: *x                            | anchor or alias
          etalon: !!int 1                                  | has the tag
          etalon: !java.lang.Runtime 1                     | has the tag
          etalon: 1\\n---\\netalon: 1                      | second document
          etalon: [1                                       | is not valid YAML
          - 1                                              | is a list of 1
          7                                                | expected a mapping
          """)
  void faultsOfTheWholeFileAreNamed(String text, String message) {
    assertThatThrownBy(() -> SpecReader.parse(text.replace("\\n", "\n"), "spec"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "# nothing\n", "\u0000\u0001", "null", "---\n...\n"})
  void contentWithoutASpecIsRefused(String text) {
    assertThatThrownBy(() -> SpecReader.parse(text, "spec")).isInstanceOf(InputException.class);
  }

  @Test
  void hugeThingsAreRefusedAtOnce() throws IOException {
    List<String> hostile =
        List.of(
            "- {repeat: 900000, layers: [relu]}",
            "- {repeat: 1000, layers: [{repeat: 1000, layers: [{repeat: 1000, layers: [relu]}]}]}",
            "- " + "{residual: [".repeat(40) + "relu" + "]}".repeat(40),
            "- " + "[".repeat(100_000),
            "- " + "{a: ".repeat(100_000),
            "- {type: relu, name: " + "n".repeat(1_001) + "}",
            "- {type: relu, name: " + "n".repeat(30_000) + "}",
            "- " + "{block: [".repeat(15) + "relu" + "], name: " + "n".repeat(900) + "}",
            "- {op: reshape, name: a, of: input, shape: [" + "1, ".repeat(100) + "1]}",
            "- {op: reshape, name: a, of: input, shape: [4611686018427387904, 4, batch]}",
            "- {linear: " + "2*".repeat(90) + "2}",
            "- {linear: 67108864, name: a}\n  - {op: parameter, name: b, shape: [67108864, 67108864, 67108864]}\n  - {op: add, name: c, of: [a, b]}");
    for (String layers : hostile) {
      assertThatThrownBy(() -> read("  " + layers + "\n"))
          .as(DocumentLimits.shorten(layers))
          .isInstanceOf(InputException.class);
    }
    Path file = folder.resolve("large.yaml");
    Files.write(file, new byte[DocumentLimits.MOST_BYTES + 1]);
    assertThatThrownBy(() -> SpecReader.read(file, "x")).hasMessageContaining("larger than");
    Files.write(file, "etalon: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> SpecReader.read(file, "x")).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> SpecReader.read(folder.resolve("none.yaml"), "x"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.yaml");
    assertThatThrownBy(() -> SpecReader.read(folder, "x")).isInstanceOf(InputException.class);
  }
}
