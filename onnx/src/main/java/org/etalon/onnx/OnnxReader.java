package org.etalon.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etalon.graph.Finding;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;

/**
 * Reads an ONNX file: opset 7 to current, weights stored in the file, beside it or as graph inputs.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads and analyses a model.
   *
   * @param file the file; external data it names are never opened
   * @param reference how the user named the model
   * @param options what the user says about it
   * @throws InputException if no honest answer can be given; the message names file and node
   */
  public static Network read(Path file, String reference, OnnxOptions options) {
    try {
      List<Finding> findings = new ArrayList<>();
      Graph graph = graph(file, options, findings);
      return Network.of(reference, "onnx", graph, findings);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  private static Graph graph(Path file, OnnxOptions options, List<Finding> findings) {
    RawGraph raw = new RawGraphReader(OnnxFile.read(file), findings).read(options.output());
    Set<String> data = new DataInputs(raw, findings).choose(options.inputs());
    FreeBatch batch = options.freeBatch() ? FreeBatch.of(raw, data) : FreeBatch.NONE;
    RawGraph freed = batch.isOn() ? raw.withInputs(batch.inputs(raw, data)) : raw;
    return new Translator(Fusion.fuse(freed, data), data, batch, findings).translate();
  }

  /** Reads a model with the reader's own choice of inputs and output. */
  public static Network read(Path file) {
    return read(file, file.toString(), new OnnxOptions(List.of(), Optional.empty()));
  }
}
