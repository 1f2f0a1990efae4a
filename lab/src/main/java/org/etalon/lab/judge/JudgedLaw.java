package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.law.Laws;

/**
 * A law under judgement, in one reading of depth.
 *
 * @param id its identifier
 * @param measure how it measures depth; empty where it does not
 */
public record JudgedLaw(String id, Optional<DepthMeasure> measure) {
  /** Fits the optima of smaller sizes. */
  static final String MEASURED = "measured";

  /** Asks a probe of the initialised networks. */
  static final String PROBE = "probe";

  /** The law of [W26]. */
  static final String AM_MUP = "am-mup";

  /** The same rate everywhere. */
  static final String CONSTANT = "constant";

  private static final List<JudgedLaw> ALL =
      List.of(
          new JudgedLaw(AM_MUP, Optional.of(DepthMeasure.UPDATE_UNITS)),
          new JudgedLaw(AM_MUP, Optional.of(DepthMeasure.MINIMAL_PATH)),
          new JudgedLaw("path-sum", Optional.of(DepthMeasure.PATH_SUM)),
          new JudgedLaw("depth-mup", Optional.of(DepthMeasure.BLOCKS)),
          new JudgedLaw("completep", Optional.of(DepthMeasure.BLOCKS)),
          new JudgedLaw(CONSTANT, Optional.empty()),
          new JudgedLaw(MEASURED, Optional.empty()),
          new JudgedLaw(PROBE, Optional.empty()));

  /** Every law, am-mup in both readings. */
  public static List<JudgedLaw> all() {
    return ALL;
  }

  /**
   * The laws of the given names, each in all its readings.
   *
   * @throws UnknownIdentifierException if there is none of a name
   */
  public static List<JudgedLaw> of(List<String> ids) {
    List<JudgedLaw> chosen = new ArrayList<>();
    for (String id : ids) {
      if (ALL.stream().noneMatch(law -> law.id.equals(id))) {
        throw new UnknownIdentifierException("law", id, Laws.ids());
      }
    }
    ALL.stream().filter(law -> ids.contains(law.id)).forEach(chosen::add);
    return List.copyOf(chosen);
  }

  /** The law's name, with the measure where it is not the law's own. */
  public String label() {
    return measure.filter(m -> !isOwn(m)).map(m -> id + " (" + m.id() + ")").orElse(id);
  }

  private boolean isOwn(DepthMeasure other) {
    return Laws.all().stream()
        .noneMatch(law -> law.id().equals(id) && law.defaultMeasure() != other);
  }
}
