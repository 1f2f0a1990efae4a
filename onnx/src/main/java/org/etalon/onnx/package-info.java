/**
 * Reads ONNX files. The messages of the file format itself are generated into {@code
 * org.etalon.onnx.proto}; nothing outside this package should need them.
 */
@NullMarked
package org.etalon.onnx;

import org.jspecify.annotations.NullMarked;
