package org.etalon.torch.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.etalon.data.Dataset;
import org.etalon.data.ImageShape;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;

/** How data are made to fit a network, or why they cannot be. */
final class DataFitting {
  private static final long UNKNOWN = -1;

  private final Network network;
  private final Dataset data;
  private final ReferenceAdvice advice;

  private DataFitting(Network network, Dataset data) {
    this.network = network;
    this.data = data;
    this.advice = new ReferenceAdvice(network, data);
  }

  static Fit fit(Network network, Dataset data, boolean resize) {
    DataFitting fitting = new DataFitting(network, data);
    Fit fit = new Fit(network, fitting.adapted(fitting.input(), resize));
    fitting.requireVocabulary();
    fitting.requireClasses(fit.data());
    return fit;
  }

  private Source.Input input() {
    List<Node> inputs = network.graph().inputs();
    if (inputs.size() != 1 || !(inputs.get(0).operation() instanceof Source.Input input)) {
      throw new InputException(
          network.reference(),
          "has " + inputs.size() + " data inputs " + Fit.names(inputs) + "; data have one",
          "give a model with one data input, or fix the others when it is exported");
    }
    if (input.element() != data.element()) {
      boolean text = data.element() == Source.Element.DISCRETE;
      throw new InputException(
          network.reference(),
          text
              ? "takes numbers, but " + data.name() + " is text"
              : "takes identifiers, but " + data.name() + " holds numbers",
          text
              ? "choose images for it (etalon data lists what there is), or a model of text"
              : "choose text for it, as in text:path=FILE, or a model of numbers");
    }
    return input;
  }

  private Dataset adapted(Source.Input input, boolean resize) {
    long[] have = data.exampleShape();
    long[] want = wanted(input.shape(), have);
    if (Arrays.equals(have, want)) {
      return data;
    }
    if (data.element() == Source.Element.DISCRETE) {
      if (want.length != 1) {
        throw mismatch(have, want);
      }
      return data.as(want);
    }
    if (Arrays.equals(withoutOnes(have), withoutOnes(want)) || isFlat(have, want)) {
      return data.as(want);
    }
    ImageShape image = data.image().orElseThrow(() -> mismatch(have, want));
    boolean channels = want.length == 3 && (want[0] == image.channels() || image.channels() == 1);
    boolean size = want.length == 3 && want[1] == image.height() && want[2] == image.width();
    if (!channels || !(size || resize)) {
      throw mismatch(have, want);
    }
    return data.withChannels((int) want[0]).resized((int) want[1], (int) want[2]);
  }

  /** What the network takes, its free sizes as the data have them. */
  private long[] wanted(Shape shape, long[] have) {
    if (!shape.hasRank()) {
      return have;
    }
    int rank = shape.rank() - 1;
    if (rank < 0) {
      throw new InputException(
          network.reference(), "takes a single number, not a batch", "give another model");
    }
    long[] want = new long[rank];
    for (int i = 0; i < rank; i++) {
      Dim dim = shape.dim(i + 1);
      want[i] = dim.isKnown() ? dim.value() : rank == have.length ? have[i] : UNKNOWN;
    }
    if (Arrays.stream(want).anyMatch(size -> size == UNKNOWN)) {
      throw mismatch(have, want);
    }
    return want;
  }

  /** One axis for all of the example's numbers, or the other way round. */
  private static boolean isFlat(long[] have, long[] want) {
    return (withoutOnes(want).length <= 1 || withoutOnes(have).length <= 1)
        && product(want) == product(have);
  }

  private static long[] withoutOnes(long[] sizes) {
    return Arrays.stream(sizes).filter(size -> size != 1).toArray();
  }

  private static double product(long[] sizes) {
    return Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private void requireVocabulary() {
    if (data.element() != Source.Element.DISCRETE) {
      return;
    }
    Node input = network.graph().inputs().get(0);
    for (Tensor tensor : network.tensors()) {
      boolean looksUp =
          tensor.role() == Role.EMBEDDING
              && tensor.mainUse().node().operation() instanceof Layer.Embedding
              && tensor.mainUse().node().operands().contains(input);
      long rows = looksUp ? tensor.parameter().shape().sizes()[0] : Long.MAX_VALUE;
      if (rows < data.classes()) {
        throw new InputException(
            network.reference(),
            "knows "
                + rows
                + " tokens, but "
                + data.name()
                + " has "
                + data.classes()
                + " different characters",
            advice.set("vocab"));
      }
    }
  }

  private void requireClasses(Dataset fitted) {
    Shape output = network.graph().output().shape();
    if (!output.hasRank()) {
      return;
    }
    int labels = fitted.element() == Source.Element.DISCRETE ? 2 : 1;
    if (output.rank() != labels + 1) {
      throw new InputException(
          network.reference(),
          "its output "
              + output
              + " is no row of scores for each label of "
              + data.name()
              + (labels == 1 ? ", one an example" : ", one a character"),
          "name the output that holds them, or give another model");
    }
    Dim classes = output.dim(output.rank() - 1);
    if (classes.isKnown() && classes.value() < fitted.classes()) {
      throw new InputException(
          network.reference(),
          "tells "
              + classes.value()
              + " classes apart, but "
              + data.name()
              + " has "
              + fitted.classes(),
          advice.set("classes", "vocab"));
    }
  }

  private InputException mismatch(long[] have, long[] want) {
    return new InputException(
        network.reference(),
        "takes examples of " + text(want) + ", but those of " + data.name() + " are " + text(have),
        advice.set("in", "channels", "image", "context"));
  }

  private static String text(long[] sizes) {
    return Arrays.stream(sizes)
        .mapToObj(size -> size == UNKNOWN ? "?" : Long.toString(size))
        .collect(Collectors.joining("×"));
  }
}
