package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.MeasuredLaw;
import org.etalon.law.ProbedLaw;

/**
 * A law under judgement, in one reading of depth.
 *
 * @param id its identifier
 * @param measure how it measures depth; empty where it does not
 */
public record JudgedLaw(String id, Optional<DepthMeasure> measure) {
  /** Fits the optima of smaller sizes. */
  static final String MEASURED = MeasuredLaw.ID;

  /** Asks a probe of the initialised networks. */
  static final String PROBE = ProbedLaw.ID;

  /** The law of [W26]. */
  static final String AM_MUP = "am-mup";

  /** The same rate everywhere. */
  static final String CONSTANT = "constant";

  private static final List<JudgedLaw> ALL = readings();

  private static List<JudgedLaw> readings() {
    List<JudgedLaw> all = new ArrayList<>();
    for (Law law : Laws.all()) {
      if (law.id().equals(CONSTANT)) {
        all.add(new JudgedLaw(CONSTANT, Optional.empty()));
      } else {
        law.statedMeasures().forEach(depth -> all.add(new JudgedLaw(law.id(), Optional.of(depth))));
      }
    }
    all.add(new JudgedLaw(MEASURED, Optional.empty()));
    all.add(new JudgedLaw(PROBE, Optional.empty()));
    return List.copyOf(all);
  }

  /** Every law, in each reading of depth that it is stated for. */
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
