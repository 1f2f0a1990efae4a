package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.etalon.family.Families;
import org.etalon.family.ModelFamily;
import org.etalon.family.ModelReference;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.onnx.OnnxReader;
import org.etalon.tensor.Network;
import org.etalon.tensor.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecWriterTest {
  private static final Path FIXTURES = fixtures();

  private static Path fixtures() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (String folder : List.of("shared/fixtures/onnx", "fixtures/onnx")) {
        if (Files.isDirectory(at.resolve(folder))) {
          return at.resolve(folder);
        }
      }
    }
    return Path.of("nowhere");
  }

  static Stream<String> families() {
    return Stream.concat(
        Families.all().stream().map(ModelFamily::example),
        Stream.of(
            "resmlp:blocks=50,norm=layer,finalnorm=true",
            "resnet:blocks=3,layerscale=1e-6,dropout=0.1,norm=batch,layers=2",
            "cnn:dims=1,padding=zeros",
            "mlp:act=leaky-relu",
            "gpt:norm=post,tied=false"));
  }

  static Stream<Path> models() throws IOException {
    if (!Files.isDirectory(FIXTURES)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files.filter(f -> !f.endsWith("lstm.onnx")).sorted().toList().stream();
    }
  }

  static Network roundTrip(Network network) throws IOException {
    StringWriter text = new StringWriter();
    SpecWriter.write(network, text);
    return SpecReader.parse(text.toString(), "spec");
  }

  static void assertSame(Network read, Network written) {
    assertThat(lines(read.graph())).isEqualTo(lines(written.graph()));
    assertThat(read.graph().output().name()).isEqualTo(written.graph().output().name());
    assertThat(read.graph().nodes().stream().map(Node::operation).toList())
        .isEqualTo(written.graph().nodes().stream().map(Node::operation).toList());
    assertThat(read.graph().parameters()).isEqualTo(written.graph().parameters());
    assertThat(read.depths()).isEqualTo(written.depths());
    assertThat(tensors(read)).isEqualTo(tensors(written));
  }

  private static List<String> lines(Graph graph) {
    return graph.nodes().stream()
        .map(n -> n + " " + n.shape() + " of " + n.operands() + " " + n.carries())
        .toList();
  }

  private static List<String> tensors(Network network) {
    return network.tensors().stream()
        .map(t -> t.name() + t.role() + t.block() + t.uses().stream().map(Use::node).toList())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyFamilyReadsBackAsItWasWritten(String reference) throws IOException {
    Network network =
        Network.of(reference, "family", ModelReference.parse(reference).graph(), List.of());
    assertSame(roundTrip(network), network);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void everyOnnxFixtureReadsBackAsItWasWritten(Path file) throws IOException {
    Network network = OnnxReader.read(file);
    assertSame(roundTrip(network), network);
  }

  @Test
  void configsReadBackAsTheyWereWritten() throws IOException {
    for (String type : HuggingFaceReader.types()) {
      Network network = HuggingFaceReader.parse("{\"model_type\": \"" + type + "\"}", type);
      assertSame(roundTrip(network), network);
    }
  }

  @Test
  void everyOperationOfTheCoreReadsBackAsItWasWritten() throws IOException {
    GraphBuilder graph = new GraphBuilder();
    Dim batch = Dim.symbol("batch");
    Node image =
        graph.input(
            "image",
            Source.Element.REAL,
            Shape.of(List.of(batch, Dim.of(4), Dim.symbol("h"), Dim.of(9))));
    Node odd =
        graph.add(
            "conv: odd, \"name\" \\ \n \u00e9 \ud83d\ude00",
            new Layer.Convolution(
                List.of(2, 1),
                List.of(1, 0),
                List.of(2, 1),
                List.of(1, 2),
                2,
                Layer.Padding.CIRCULAR,
                false,
                List.of(0, 0)),
            image,
            graph.parameter("true", 6, 2, 3, 3),
            graph.parameter("1e5", 6));
    Node up =
        graph.add(
            "null",
            new Layer.Convolution(
                List.of(2, 2),
                List.of(1, 1),
                List.of(1, 1),
                List.of(1, 1),
                1,
                Layer.Padding.ZEROS,
                true,
                List.of(1, 1)),
            odd,
            graph.parameter("~", 6, 5, 3, 3));
    Node pooled =
        graph.add(
            "pool",
            new Rearrangement.Pool(
                Rearrangement.Summary.L2,
                List.of(2, 3),
                List.of(2, 1),
                List.of(0, 1),
                List.of(1, 1),
                List.of(1, 1),
                true,
                true,
                3),
            up);
    Node scaled =
        graph.add(
            "scaled",
            new Join.Multiply(),
            pooled,
            graph.add(
                "values",
                new Source.Constant(
                    Shape.of(3, 1), List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0))),
            graph.add(
                "sizes", new Source.Indices(Shape.of(2, 1, 1, 1, 1), List.of(batch, Dim.of(-7)))),
            graph.add("ones", Source.Indices.of(Shape.of(5, 1, 1), 1, 1, 1, 1, 1)),
            graph.add("unkept", new Source.Constant(Shape.of(5, 1, 1), List.of())));
    Node running = graph.parameter(Parameter.buffer("running", Shape.of(5)));
    Node normed =
        graph.add(
            "normed",
            new Pointwise.Normalisation(
                Pointwise.Normalisation.Kind.LAYER, List.of(-3, -1), 1, 1e-7),
            graph.add(
                "batch normed",
                new Pointwise.Normalisation(Pointwise.Normalisation.Kind.BATCH, 1e-3),
                pooled,
                running,
                running,
                running,
                running));
    Node rows = graph.add("rows", new Rearrangement.Transpose(List.of(0, 2, 3, 1)), normed);
    Node product =
        graph.add(
            "linear", new Layer.Linear(Layer.Layout.IN_OUT, -2), rows, graph.parameter("w", 12, 7));
    Node unknown = graph.add("unknown", new Rearrangement.Reshape(Shape.UNKNOWN), scaled);
    Node opaque = graph.add("passed", new Pointwise.PassThrough("com.acme::Op"), unknown, image);
    Node joined =
        graph.add(
            "select",
            new Rearrangement.Select(
                Rearrangement.Select.Kind.RESIZE,
                new Body(
                    List.of(
                        new Body.Step(
                            new Call("Resize")
                                .with("mode", "cubic")
                                .with("odd \"name\"", "3")
                                .with("sizes", List.of(batch.times(Dim.of(3)), Dim.of(-1)))
                                .with(
                                    "scales",
                                    new Call.Real(
                                        List.of(0.5, Double.NEGATIVE_INFINITY, Double.NaN, 2.0))),
                            List.of(1)),
                        new Body.Step(new Call("Add"), List.of(-1, 0)))),
                Shape.of(
                    List.of(
                        batch.times(Dim.of(3)).plus(Dim.of(1)), Dim.symbol("floor((h+3)/(2))")))),
            opaque,
            product);
    Node sum =
        graph.add(
            "out",
            new Join.Combine(Join.Combine.Rule.CHOICE),
            graph.add(
                "mask",
                new Source.Auxiliary(Body.of(new Call("NonZero")), Shape.of(1, 1), true),
                image),
            graph.add("dropped", new Pointwise.Dropout(0.1), joined),
            graph.add(
                "reduced",
                new Rearrangement.Reduce(Rearrangement.Summary.SUM_OF_SQUARES, List.of(), true),
                joined),
            graph.add("softmaxed", new Pointwise.Softmax(-1, true), joined),
            graph.add("elu", new Pointwise.Activation(Pointwise.Function.ELU, 0.3), joined),
            graph.add("einsum", new Join.EinsteinSum(List.of("ab", "ab"), "ab"), joined, joined));
    Network network = Network.of("all", "test", graph.build(sum), List.of());
    assertSame(roundTrip(network), network);
  }

  @Test
  void aSizeReadsBackFromItsText() {
    Dim h = Dim.symbol("h");
    Dim batch = Dim.symbol("batch");
    for (Dim size :
        List.of(
            Dim.of(0),
            h,
            h.times(h).times(batch),
            h.times(Dim.of(-2)).plus(batch).minus(Dim.of(7)),
            h.plus(Dim.of(3)).floorDiv(Dim.of(2)).times(batch).plus(Dim.of(1)),
            h.floorDiv(batch.plus(Dim.of(1))))) {
      assertThat(Sizes.parse("", size.toString())).isEqualTo(size);
    }
    assertThat(InputException.class).isNotNull();
  }
}
