package org.etalon.export;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.plan.TransferPlan;

/** The forms in which a plan is written as code. */
public enum Export {
  /** One Python file for {@code torch}. */
  PYTORCH("pytorch"),
  /** One Python file for {@code optax}. */
  OPTAX("optax"),
  /** One Java class for Deep Java Library. */
  DJL("djl");

  private final String id;

  Export(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** A plan in this form: a whole source file in UTF-8, ending in a line break. */
  public String write(TransferPlan plan) {
    return switch (this) {
      case PYTORCH -> PyTorchExport.of(plan);
      case OPTAX -> OptaxExport.of(plan);
      case DJL -> DjlExport.of(plan);
    };
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Export::id).toList();
  }

  /**
   * The form of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Export byId(String id) {
    return Arrays.stream(values())
        .filter(export -> export.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("export", id, ids()));
  }
}
