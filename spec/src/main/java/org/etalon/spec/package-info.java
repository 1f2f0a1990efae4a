/**
 * Models described in text: Etalon's own architecture specs, in YAML or JSON, and Hugging Face
 * {@code config.json} files.
 *
 * <p>The types to meet, in order: {@link org.etalon.spec.ModelFile} (reads either, by content),
 * {@link org.etalon.spec.SpecReader} and {@link org.etalon.spec.SpecWriter} (specs, both ways),
 * {@link org.etalon.spec.HuggingFaceReader} (configs, one class per model type).
 *
 * <p>Inside: files become {@code Value}s that know their line; {@code OperationFormat} says how
 * each operation of the core is written; {@code LayerType} lists the friendly layers, which {@code
 * LayerBuilder} turns into nodes; {@code Modules} holds the layers that specs and configs share.
 * Nothing here is loaded for families or ONNX files.
 */
@NullMarked
package org.etalon.spec;

import org.jspecify.annotations.NullMarked;
