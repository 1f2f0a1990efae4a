package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.etalon.tensor.Network;

/**
 * A network named by family: {@code NAME[:key=value,…]}, or {@code SPACE:CODE[,key=value…]} for a
 * member of a search space.
 *
 * @param family the family
 * @param arguments a value for every key
 * @param scope which part is built
 */
public record ModelReference(ModelFamily family, Arguments arguments, Scope scope) {
  /** Checks that the family has the part. */
  public ModelReference {
    if (scope == Scope.CELL && !(family instanceof CellSpace)) {
      throw new InputException(
          family.id(),
          "has no cell, so scope 'cell' means nothing for it",
          "use scope 'network', or one of "
              + Families.all().stream()
                  .filter(CellSpace.class::isInstance)
                  .map(ModelFamily::id)
                  .toList());
    }
  }

  /**
   * Reads a reference to a whole network.
   *
   * @throws InputException if the family, a key, a value or the code is unknown or malformed
   */
  public static ModelReference parse(String reference) {
    return parse(reference, Scope.NETWORK);
  }

  /** Reads a reference to a network or to its cell. */
  public static ModelReference parse(String reference, Scope scope) {
    String text = reference.strip();
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon).strip();
    ModelFamily family = Families.byId(name).orElseThrow(() -> unknown(name));
    if (colon >= 0 && colon == text.length() - 1) {
      throw new InputException(
          name, "nothing follows the colon", "write it as in " + family.example());
    }
    int from = colon < 0 ? text.length() : colon + 1;
    String code = "";
    if (family instanceof CellSpace space) {
      if (colon < 0) {
        throw new InputException(
            name, "needs a code", "give " + space.codeForm() + ", as in " + family.example());
      }
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      code = space.canonicalCode(text.substring(from, end).strip());
      from = comma < 0 ? end : end + 1;
      if (comma == text.length() - 1) {
        throw new InputException(name, "nothing follows the last comma", "remove it");
      }
    }
    Arguments arguments = Arguments.parse(family, code, text.substring(from));
    return new ModelReference(family, arguments, scope);
  }

  private static InputException unknown(String name) {
    List<String> ids = Families.ids();
    return new InputException(
        name.isEmpty() ? "model reference" : Families.shorten(name),
        name.isEmpty() ? "no family is named" : "no model family has this name",
        Spelling.wayOut(name, ids));
  }

  /** The same network but for one key's value: one point of a variation over that key. */
  public ModelReference with(String key, String value) {
    return new ModelReference(family, arguments.with(key, value), scope);
  }

  /** The canonical text: the keys that were given in the family's order, values in normal form. */
  public String text() {
    return arguments.text();
  }

  /**
   * Builds the graph.
   *
   * @throws InputException if values do not fit together or the network would be too large
   */
  public Graph graph() {
    return scope == Scope.CELL && family instanceof CellSpace space
        ? space.buildCell(arguments)
        : family.build(arguments);
  }

  /** Builds and analyses the network. */
  public Network network() {
    return Network.of(text(), "family", graph(), List.of());
  }

  @Override
  public String toString() {
    return text();
  }
}
