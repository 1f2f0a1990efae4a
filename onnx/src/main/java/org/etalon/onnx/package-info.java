/**
 * Reads ONNX files into Etalon's graph.
 *
 * <p>The way of a file: {@link org.etalon.onnx.OnnxReader} (the only public entry) → {@code
 * OnnxFile} (bytes to messages, with limits) → {@code RawGraph} (nodes and values as the file has
 * them, checked and sorted) → {@code Fusion} (decomposed patterns become the one operator they
 * stand for) → {@code Translator} (operators become operations of the core graph; sizes and other
 * small constants are computed on the way). {@code ParameterNames} gives tensors back the names
 * their author chose. Weights are never read: only their shapes are.
 */
@NullMarked
package org.etalon.onnx;

import org.jspecify.annotations.NullMarked;
