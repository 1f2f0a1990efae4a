package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Regret;

/** What every law's prediction costs, as a table. */
final class RegretTable {
  private RegretTable() {}

  /** Regret alone: laws in rows, targets in columns. */
  static Figure.Table overview(Judgement judgement) {
    List<String> head = new ArrayList<>(List.of("law"));
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    for (Judgement.Target target : judgement.targets()) {
      head.add(target.size().label());
      for (Judgement.Prediction law : target.laws()) {
        String interval = interval(law.regret());
        String cell =
            cost(law.regret()) + (interval.equals(Shown.NONE) ? "" : " (" + interval + ")");
        cells
            .computeIfAbsent(law.label(), label -> new LinkedHashMap<>())
            .put(target.size().label(), cell);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    cells.forEach(
        (law, byTarget) -> {
          List<String> row = new ArrayList<>(List.of(law));
          head.subList(1, head.size())
              .forEach(target -> row.add(byTarget.getOrDefault(target, Shown.NONE)));
          rows.add(row);
        });
    return new Figure.Table(head, rows);
  }

  /** Rows by target, then by law. */
  static Figure.Table of(Judgement judgement) {
    List<List<String>> rows = new ArrayList<>();
    for (Judgement.Target target : judgement.targets()) {
      for (Judgement.Prediction law : target.laws()) {
        rows.add(
            List.of(
                target.size().label(),
                law.label(),
                Shown.number(law.learningRate()),
                law.logError().isPresent()
                    ? Shown.signed(law.logError().getAsDouble())
                    : Shown.NONE,
                law.logErrorInterval()
                    .map(i -> Shown.signed(i.low()) + " … " + Shown.signed(i.high()))
                    .orElse(Shown.NONE),
                cost(law.regret()),
                interval(law.regret()),
                how(law.regret())));
      }
    }
    return new Figure.Table(
        List.of(
            "target",
            "law",
            "predicted η",
            "error in log η",
            "its " + Shown.percent(judgement.confidence()) + " interval",
            "regret",
            "its interval",
            "how it is known"),
        rows);
  }

  private static String cost(Regret regret) {
    if (regret instanceof Regret.Measured measured) {
      return Shown.signed(measured.score());
    }
    return regret instanceof Regret.Diverges ? "diverges" : "not known";
  }

  private static String interval(Regret regret) {
    return regret instanceof Regret.Measured measured
        ? measured
            .interval()
            .map(i -> Shown.signed(i.low()) + " … " + Shown.signed(i.high()))
            .orElse(Shown.NONE)
        : Shown.NONE;
  }

  private static String how(Regret regret) {
    if (regret instanceof Regret.Measured measured) {
      return (measured.trained() ? "trained, " : "read off the sweep, ")
          + Shown.count(measured.seeds(), "seed", "seeds");
    }
    if (regret instanceof Regret.Diverges diverges) {
      return diverges.diverged() + " of " + Shown.count(diverges.seeds(), "seed", "seeds");
    }
    return regret instanceof Regret.Unknown unknown ? unknown.why() : Shown.NONE;
  }
}
