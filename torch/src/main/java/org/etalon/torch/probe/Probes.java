package org.etalon.torch.probe;

import java.util.List;
import org.etalon.graph.UnknownIdentifierException;

/** Every probe by its identifier. */
public final class Probes {
  private static final List<Probe> ALL =
      List.of(
          new UpdateEnergy(),
          new RelativeEnergy(),
          new LargestLayer(),
          new LogitChange(),
          new Sharpness(),
          new LineSearch());

  private Probes() {}

  /** All of them, in the order of the documentation. */
  public static List<Probe> all() {
    return ALL;
  }

  /** The names of all. */
  public static List<String> ids() {
    return ALL.stream().map(Probe::id).toList();
  }

  /**
   * The probe of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Probe byId(String id) {
    return ALL.stream()
        .filter(probe -> probe.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("kind of probe", id, ids()));
  }
}
