package org.etalon.onnx;

import java.util.List;
import java.util.Optional;

/**
 * What the user may say about an ONNX file.
 *
 * @param inputs names of the graph inputs that are data; empty to let the reader decide
 * @param output name of the value to analyse; empty for the file's first output
 */
public record OnnxOptions(List<String> inputs, Optional<String> output) {
  /** The reader decides everything. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(List.of(), Optional.empty());

  /** Copies the list. */
  public OnnxOptions {
    inputs = List.copyOf(inputs);
  }
}
