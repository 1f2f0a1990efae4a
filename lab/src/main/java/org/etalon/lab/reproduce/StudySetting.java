package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Training;

/** A study's setting as lines of a page. */
final class StudySetting {
  private StudySetting() {}

  static List<Outcome.Line> of(Study study) {
    return of(study, networks(study));
  }

  /** The same with other words for the networks, where there are too many to name. */
  static List<Outcome.Line> of(Study study, String networks) {
    Training how = study.training();
    SearchPlan search = study.search();
    List<Outcome.Line> lines = new ArrayList<>();
    lines.add(new Outcome.Line("networks", networks));
    lines.add(
        new Outcome.Line("start", how.start().init() + ", read-out " + how.start().readout()));
    how.transfer()
        .ifPresent(
            plan ->
                lines.add(
                    new Outcome.Line(
                        "trained by",
                        "the plan from `"
                            + plan.base()
                            + "`: law "
                            + plan.law()
                            + ", width "
                            + plan.width()
                            + "; learning rates are the base's")));
    lines.add(
        new Outcome.Line(
            "optimizer",
            how.optimizer()
                + (how.weightDecay() > 0 ? ", decay " + Numbers.value(how.weightDecay()) : "")
                + ", "
                + how.schedule()
                + " rate"));
    lines.add(
        new Outcome.Line(
            "data",
            how.data()
                + (how.augmented() ? ", augmented" : "")
                + ", batch "
                + how.batch()
                + ", "
                + how.steps()
                + " steps"));
    lines.add(new Outcome.Line("score", study.score().id()));
    lines.add(new Outcome.Line("rates", rates(search)));
    lines.add(
        new Outcome.Line(
            "seeds",
            search.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    lines.add(
        new Outcome.Line(
            "confidence", Numbers.value(100 * search.confidence()) + " % of all intervals"));
    return lines;
  }

  private static String networks(Study study) {
    Size first = study.sizes().get(0);
    if (study.varied().isEmpty()) {
      return study.sizes().stream()
          .map(size -> "`" + size.model() + "`")
          .collect(Collectors.joining(", "));
    }
    String values =
        study.sizes().stream()
            .map(size -> size.value().isPresent() ? Numbers.value(size.value()) : size.label())
            .collect(Collectors.joining(", "));
    return "`" + first.model() + "` with " + study.varied().get() + " " + values;
  }

  private static String rates(SearchPlan search) {
    String grid =
        search.grid().count()
            + " from "
            + Numbers.value(search.grid().low())
            + " to "
            + Numbers.value(search.grid().high());
    return search.kind() == SearchPlan.Kind.GRID
        ? grid + ", every one with every seed"
        : grid
            + ", adaptive search to ±"
            + Numbers.value(search.accuracy())
            + " in log η, which may leave the range";
  }
}
