package org.etalon.spec;

import java.nio.file.Path;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;

/** Reads a YAML or JSON file that may be a spec or a Hugging Face config, by its content. */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Reads and analyses a model. The file is read once.
   *
   * @param file an Etalon spec (it has the key {@code etalon}) or a Hugging Face config (it has
   *     {@code model_type} or {@code architectures})
   * @param reference how the user named the model
   * @throws InputException if it is neither, or no honest answer can be given
   */
  public static Network read(Path file, String reference) {
    Value root = DocumentReader.read(file);
    try {
      if (SpecReader.looksLikeSpec(root)) {
        return SpecReader.network(root, reference);
      }
      if (HuggingFaceReader.looksLikeConfig(root)) {
        return HuggingFaceReader.network(root, reference);
      }
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
    throw new InputException(
        file.toString(),
        "is neither an Etalon spec (key 'etalon') nor a Hugging Face config (key 'model_type')",
        "start a spec with 'etalon: 1'; see docs/spec.md");
  }
}
