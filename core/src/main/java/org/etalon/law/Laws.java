package org.etalon.law;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/** Every law by its identifier. */
public final class Laws {
  /** p in η ∝ depth^(−p) of {@code am-mup} ([W26]; [J23] for plain networks). */
  public static final double DEPTH_EXPONENT = 1.5;

  private static final List<Law> FIXED =
      List.of(new AmMup(), new PathSum(), new DepthMup(), new CompleteP(), new ConstantRate());

  private Laws() {}

  /** The laws that need no number of the user's, in the order of the documentation. */
  public static List<Law> all() {
    return FIXED;
  }

  /** The names of all laws, those that need a number or an engine included. */
  public static List<String> ids() {
    List<String> ids = new ArrayList<>(FIXED.stream().map(Law::id).toList());
    ids.add(MeasuredLaw.ID);
    ids.add(ProbedLaw.ID);
    return ids;
  }

  /**
   * The law of that name.
   *
   * @param id the name
   * @param exponent the fitted exponent, for {@code measured} only
   * @throws UnknownIdentifierException if there is none of that name
   * @throws InputException if an exponent is missing, or given to a law that has its own
   */
  public static Law byId(String id, OptionalDouble exponent) {
    if (id.equals(MeasuredLaw.ID)) {
      return new MeasuredLaw(
          exponent.orElseThrow(
              () ->
                  new InputException(
                      "--law measured",
                      "has no exponent",
                      "give the fitted one with --exponent X, or the runs that tell it with --study"
                          + " NAME or --csv FILE")));
    }
    for (Law law : FIXED) {
      if (law.id().equals(id)) {
        if (exponent.isPresent()) {
          throw new InputException(
              "--exponent",
              "cannot go with --law " + id + ", which has its own",
              "use --law measured, or leave --exponent out");
        }
        return law;
      }
    }
    if (id.equals(ProbedLaw.ID)) {
      throw new InputException(
          "law probe",
          "measures initialised networks, and no engine was given for it",
          "make it of a probe (ProbedLaw), or choose another law: " + ids());
    }
    throw new UnknownIdentifierException("law", id, ids());
  }
}
