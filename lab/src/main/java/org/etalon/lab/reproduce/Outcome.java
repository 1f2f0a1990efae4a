package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.study.Study;

/**
 * What an experiment found.
 *
 * @param setting what was run: names and values, one line each
 * @param measured every number that claims can be about, those without a value, too
 * @param tables the data behind them
 * @param charts for the page
 * @param notes what must be said with the numbers
 * @param studies that the numbers are from, by name; those of the store
 * @param cost what it took
 */
public record Outcome(
    List<Line> setting,
    List<Measured> measured,
    List<PageTable> tables,
    List<Chart> charts,
    List<String> notes,
    List<String> studies,
    Cost cost) {
  /** A setting's name and value. */
  public record Line(String name, String value) {}

  /** Copies. */
  public Outcome {
    setting = List.copyOf(setting);
    measured = List.copyOf(measured);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
    notes = List.copyOf(notes);
    studies = List.copyOf(studies);
  }

  /** An outcome in the making, for experiments that find one thing after another. */
  public static final class Builder {
    private final List<Line> setting = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final List<PageTable> tables = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> studies = new ArrayList<>();
    private Cost cost = Cost.NONE;

    /** Says what was run. */
    public Builder setting(String name, String value) {
      setting.add(new Line(name, value));
      return this;
    }

    /** Says how a study was run. */
    public Builder setting(Study study) {
      setting.addAll(StudySetting.of(study));
      return this;
    }

    /** Says how a study was run, with other words for its networks. */
    public Builder setting(Study study, String networks) {
      setting.addAll(StudySetting.of(study, networks));
      return this;
    }

    /** Adds a number. */
    public Builder measured(Measured one) {
      measured.add(one);
      return this;
    }

    /** Adds a table. */
    public Builder table(PageTable one) {
      tables.add(one);
      return this;
    }

    /** Adds a chart. */
    public Builder chart(Chart one) {
      charts.add(one);
      return this;
    }

    /** Adds a note. */
    public Builder note(String text) {
      notes.add(text);
      return this;
    }

    /** Adds a study of the store with its cost. */
    public Builder study(String name, Bench bench) {
      studies.add(name);
      return cost(Cost.of(name, bench.store()));
    }

    /** Adds a cost. */
    public Builder cost(Cost one) {
      cost = cost.plus(one);
      return this;
    }

    /** The outcome. */
    public Outcome build() {
      return new Outcome(setting, measured, tables, charts, notes, studies, cost);
    }
  }
}
