package org.etalon.torch.optim;

import java.util.List;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.family.Keyed;
import org.etalon.graph.UnknownIdentifierException;

/** Every update rule by its identifier. */
public final class UpdateRules {
  private static final double BELOW_ONE = Math.nextDown(1.0);

  private static final Key.Real MOMENTUM =
      new Key.Real("momentum", 0, 0, BELOW_ONE, "share of the last step's momentum that stays");
  private static final Key.Flag NESTEROV =
      new Key.Flag("nesterov", false, "whether the step looks ahead");
  private static final Key.Real BETA1 =
      new Key.Real("beta1", Adam.BETA1, 0, BELOW_ONE, "memory of the gradients' mean");
  private static final Key.Real BETA2 =
      new Key.Real("beta2", Adam.BETA2, 0, BELOW_ONE, "memory of the gradients' squares");
  private static final Key.Real MUON_MOMENTUM =
      new Key.Real(
          "momentum", Muon.MOMENTUM, 0, BELOW_ONE, "share of the last step's momentum that stays");
  private static final Key.Flag MUON_NESTEROV =
      new Key.Flag("nesterov", true, "whether the step looks ahead");

  private static final List<Kind> ALL =
      List.of(
          new Kind(
              "sgd",
              "Stochastic gradient descent, with or without momentum.",
              "sgd:momentum=0.9",
              List.of(MOMENTUM, NESTEROV),
              given -> new Sgd(given.get(MOMENTUM), given.get(NESTEROV))),
          new Kind(
              "adam",
              "Adam, the decay added to the gradient.",
              "adam:beta2=0.95",
              List.of(BETA1, BETA2),
              given -> new Adam(given.get(BETA1), given.get(BETA2), Adam.Decay.L2)),
          new Kind(
              "adamw",
              "Adam with decoupled decay.",
              "adamw:beta2=0.95",
              List.of(BETA1, BETA2),
              given -> new Adam(given.get(BETA1), given.get(BETA2), Adam.Decay.DECOUPLED)),
          new Kind(
              "muon",
              "Orthogonal steps for hidden weights, AdamW for the rest.",
              "muon",
              List.of(MUON_MOMENTUM, MUON_NESTEROV, BETA1, BETA2),
              given ->
                  new Muon(
                      given.get(MUON_MOMENTUM),
                      given.get(MUON_NESTEROV),
                      new Adam(given.get(BETA1), given.get(BETA2), Adam.Decay.DECOUPLED))));

  private UpdateRules() {}

  /** A kind of rule and how its settings make one. */
  private record Kind(
      String id,
      String description,
      String example,
      List<Key> keys,
      java.util.function.Function<Arguments, UpdateRule> maker)
      implements Keyed {}

  /** What can be named, with its settings. */
  public static List<Keyed> all() {
    return List.copyOf(ALL);
  }

  /**
   * The rule of that name, with settings if they follow: {@code sgd}, {@code
   * sgd:momentum=0.9,nesterov=true}.
   *
   * @throws UnknownIdentifierException if there is none
   * @throws org.etalon.graph.InputException if a setting is unknown or out of range
   */
  public static UpdateRule byId(String reference) {
    String text = reference.strip();
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon).strip();
    for (Kind kind : ALL) {
      if (kind.id().equals(name)) {
        return kind.maker()
            .apply(Arguments.parse(kind, colon < 0 ? "" : text.substring(colon + 1)));
      }
    }
    throw new UnknownIdentifierException("optimizer", name, ALL.stream().map(Kind::id).toList());
  }
}
