package org.etalon.onnx;

import java.util.List;
import java.util.Optional;

/**
 * What the user may say about an ONNX file.
 *
 * @param inputs names of the graph inputs that are data; empty to let the reader decide
 * @param output name of the value to analyse; empty for the file's first output
 * @param freeBatch whether a number of examples that the file fixes, the first size of its data, is
 *     to be read as the symbol {@code batch}, so that the network runs on any number. Exporters
 *     write that number into reshapes too, where it is found again by the order of the elements
 */
public record OnnxOptions(List<String> inputs, Optional<String> output, boolean freeBatch) {
  /** The reader decides everything. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(List.of(), Optional.empty());

  /** Copies the list. */
  public OnnxOptions {
    inputs = List.copyOf(inputs);
  }

  /** Options that leave the file's sizes as they are. */
  public OnnxOptions(List<String> inputs, Optional<String> output) {
    this(inputs, output, false);
  }

  /** The same with a free number of examples. */
  public OnnxOptions withFreeBatch() {
    return new OnnxOptions(inputs, output, true);
  }
}
