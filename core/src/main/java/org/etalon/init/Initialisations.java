package org.etalon.init;

import java.util.List;
import org.etalon.graph.UnknownIdentifierException;

/** Every initialisation by its identifier. */
public final class Initialisations {
  private static final List<Initialisation> ALL =
      List.of(
          new He(),
          new UnitInput(new He()),
          new ResidualAware(false),
          new UnitInput(new ResidualAware(false)),
          new ResidualAware(true),
          new InDegree(),
          new Mup(),
          new PyTorchDefault());

  private Initialisations() {}

  /** All of them, in the order of the documentation. */
  public static List<Initialisation> all() {
    return ALL;
  }

  /**
   * The initialisation of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Initialisation byId(String id) {
    for (Initialisation initialisation : ALL) {
      if (initialisation.id().equals(id)) {
        return initialisation;
      }
    }
    throw new UnknownIdentifierException(
        "initialisation", id, ALL.stream().map(Initialisation::id).toList());
  }
}
