package org.etalon.lab.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** Reads runs that were made elsewhere: a CSV or JSON Lines file, a row for each run. */
public final class RunsReader {
  private static final int MOST_SIZES = 10_000;
  private static final Set<String> LARGER = Set.of("accuracy", "val_accuracy", "acc", "f1", "auc");

  private final String name;
  private final RunFormat format;
  private final Columns columns;
  private final Numbers numbers;
  private final Map<String, SizeDraft> sizes = new LinkedHashMap<>();
  private long withoutScore;
  private long badlyEnded;
  private long unfinished;

  private RunsReader(String name, RunTable table, RunFormat format) {
    this.name = name;
    this.format = format;
    this.columns = new Columns(table.header(), format.columns());
    this.numbers = new Numbers(table.decimalComma());
  }

  /**
   * What was read.
   *
   * @param sweep the runs and their optima
   * @param notes what the user should know: which columns were taken, what was left out
   */
  public record Runs(Sweep sweep, List<String> notes) {
    /** Copies. */
    public Runs {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Reads a file.
   *
   * @param file CSV, or JSON Lines
   * @param format how it is to be read
   * @param networks reads the depths of models, where the file names them
   * @param confidence of the optima's intervals
   * @throws InputException if it cannot be read so that every run is understood; the message names
   *     file, line and column
   */
  public static Runs read(Path file, RunFormat format, NetworkDepths networks, double confidence) {
    try {
      RunTable table = RunFile.read(file, format);
      String name = String.valueOf(file.getFileName());
      return new RunsReader(name, table, format).runs(table, networks, confidence);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    }
  }

  private Runs runs(RunTable table, NetworkDepths networks, double confidence) {
    if (table.rows().isEmpty()) {
      throw new InputException("file", "has a header and no runs", "export the runs once more");
    }
    table.rows().forEach(this::row);
    if (sizes.isEmpty()) {
      throw new InputException("file", "has no run that has ended", "wait for the runs to end");
    }
    List<String> notes = new ArrayList<>(List.of(columns.told()));
    List<SizeDraft> ordered = SizeDraft.inOrder(sizes.values());
    List<SizeRuns> found = new ArrayList<>();
    for (SizeDraft size : ordered) {
      found.add(
          SizeRuns.of(
              size.size(networks, columns.isMapped(RunField.MODEL), notes),
              size.observations(),
              confidence));
    }
    notes.addAll(counts());
    String score = columns.name(RunField.SCORE);
    return new Runs(
        new Sweep(
            name,
            Optional.empty(),
            SizeDraft.varied(ordered),
            format.largerIsBetter() ? "−" + score : score,
            confidence,
            found,
            unfinished),
        notes);
  }

  private void row(RunTable.Row row) {
    Status status = status(row);
    if (status == Status.UNFINISHED) {
      unfinished++;
      return;
    }
    double rate = rate(row);
    SizeDraft size = size(row);
    long seed = seed(row, size, rate);
    Observation run = observation(row, status, rate, seed);
    Long before = size.add(row.line(), run);
    if (before != null) {
      throw new InputException(
          "line " + row.line(),
          "is the run of size "
              + DocumentLimits.shorten(size.label())
              + ", learning rate "
              + rate
              + " and seed "
              + seed
              + " that line "
              + before
              + " is, too",
          "keep one of them, or name the column in which they differ with --columns seed=…");
    }
  }

  private Status status(RunTable.Row row) {
    String word = columns.cell(row, RunField.STATUS);
    return Status.of(word)
        .orElseThrow(
            () ->
                problem(
                    row,
                    RunField.STATUS,
                    "'" + DocumentLimits.shorten(word) + "' is no known end of a run",
                    "known: " + Status.known() + "; --columns diverged= takes no such column"));
  }

  private double rate(RunTable.Row row) {
    double rate = number(row, RunField.LEARNING_RATE, "the learning rate");
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw problem(
          row,
          RunField.LEARNING_RATE,
          "the learning rate is " + rate,
          "give a number above zero; a logarithm of the rate must be undone first");
    }
    return rate;
  }

  private SizeDraft size(RunTable.Row row) {
    RunField field = columns.has(RunField.SIZE) ? RunField.SIZE : RunField.MODEL;
    String text = columns.cell(row, field);
    if (text.isEmpty()) {
      throw problem(row, field, "the size is missing", "fill it in, or leave the run out");
    }
    SizeDraft read = SizeDraft.of(text, field, columns.name(field), numbers, at(row, field));
    SizeDraft size = sizes.computeIfAbsent(read.label(), label -> read);
    if (sizes.size() > MOST_SIZES) {
      throw problem(
          row,
          field,
          "there are more than " + MOST_SIZES + " different sizes",
          "name the column of the size with --columns size=…");
    }
    size.describe(columns, row, numbers, this::at);
    return size;
  }

  private long seed(RunTable.Row row, SizeDraft size, double rate) {
    if (!columns.has(RunField.SEED)) {
      return size.next(rate);
    }
    double seed = number(row, RunField.SEED, "the seed");
    if (seed != Math.rint(seed) || Math.abs(seed) > 1L << 53) {
      String text = columns.cell(row, RunField.SEED);
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException notWhole) {
        throw problem(row, RunField.SEED, "the seed is " + text, "give a whole number");
      }
    }
    return (long) seed;
  }

  private Observation observation(RunTable.Row row, Status status, double rate, long seed) {
    long steps = steps(row);
    String score = columns.cell(row, RunField.SCORE);
    if (status == Status.ABANDONED) {
      return Observation.abandoned(rate, seed, steps);
    }
    if (status == Status.DIVERGED) {
      badlyEnded++;
      return Observation.diverged(rate, seed, steps);
    }
    if (Numbers.isNone(score)) {
      withoutScore++;
      return Observation.diverged(rate, seed, steps);
    }
    double value = number(row, RunField.SCORE, "the score");
    if (Double.isInfinite(value)) {
      withoutScore++;
      return Observation.diverged(rate, seed, steps);
    }
    return Observation.finished(rate, seed, format.largerIsBetter() ? -value : value, steps);
  }

  private long steps(RunTable.Row row) {
    if (Numbers.isNone(columns.cell(row, RunField.STEPS))) {
      return 0;
    }
    double steps = number(row, RunField.STEPS, "the number of steps");
    if (!(steps >= 0) || steps > 1L << 53) {
      throw problem(row, RunField.STEPS, "the steps are " + steps, "give a number from 0 on");
    }
    return (long) steps;
  }

  private double number(RunTable.Row row, RunField field, String what) {
    return numbers.read(at(row, field), what, columns.cell(row, field));
  }

  private InputException problem(RunTable.Row row, RunField field, String problem, String wayOut) {
    return new InputException(at(row, field), problem, wayOut);
  }

  private String at(RunTable.Row row, RunField field) {
    return at(row, columns.name(field));
  }

  private String at(RunTable.Row row, String column) {
    return "line " + row.line() + ", column '" + DocumentLimits.shorten(column) + "'";
  }

  private List<String> counts() {
    List<String> notes = new ArrayList<>();
    if (withoutScore > 0) {
      notes.add(withoutScore + runs(withoutScore) + " without a finite score: taken as diverged");
    }
    if (badlyEnded > 0) {
      notes.add(
          badlyEnded
              + runs(badlyEnded)
              + " marked as failed, crashed or diverged: taken as"
              + " diverged");
    }
    if (unfinished > 0) {
      notes.add(unfinished + runs(unfinished) + " still running or killed: left out");
    }
    if (!columns.has(RunField.SEED)) {
      notes.add("no column of seeds: runs of one size and rate are numbered in the file's order");
    }
    String plain = RunField.plain(columns.name(RunField.SCORE));
    if (format.largerIsBetter()) {
      notes.add("the score is negated, as larger is better");
    } else if (LARGER.contains(plain)) {
      notes.add(
          "smaller scores count as better, and '"
              + columns.name(RunField.SCORE)
              + "' looks otherwise: say --larger-is-better if it is");
    }
    return notes;
  }

  private static String runs(long count) {
    return count == 1 ? " run" : " runs";
  }
}
