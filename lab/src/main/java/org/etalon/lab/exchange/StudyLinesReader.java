package org.etalon.lab.exchange;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.Trial;

/** Reads a study that {@link StudyLinesWriter} wrote, checking every trial against its key. */
public final class StudyLinesReader {
  private static final int MOST_TRIALS = 1_000_000;

  private StudyLinesReader() {}

  /**
   * A study from elsewhere.
   *
   * @param name of the study
   * @param definition as a store keeps it
   * @param count how many trials there are
   * @param finished how many of them have a result
   * @param trials with their results; read from the file again each time they are gone through, as
   *     all of them might not fit into memory
   */
  public record Exported(
      String name,
      String definition,
      long count,
      long finished,
      Iterable<Store.BroughtTrial> trials) {}

  /**
   * Reads and checks everything.
   *
   * @throws InputException if it is unreadable, no export of a study, or damaged; the message names
   *     file, line and key
   */
  public static Exported read(Path file) {
    long count = 0;
    long finished = 0;
    try (StudyLines lines = StudyLines.open(file)) {
      Set<String> keys = new HashSet<>();
      while (lines.hasNext()) {
        Store.BroughtTrial trial = lines.next();
        lines.requireNew(keys.add(trial.trial().key()), keys.size() <= MOST_TRIALS);
        count++;
        finished += trial.result().isPresent() ? 1 : 0;
      }
      return new Exported(
          lines.name(), lines.definition(), count, finished, () -> StudyLines.open(file));
    }
  }

  static Study study(LineObject first, String name, String definition) {
    if (!first.text("etalon").equals("study")) {
      throw first.problem("etalon", "does not say 'study'", "'etalon studies export' makes such");
    }
    if (first.whole("version") > StudyLinesWriter.VERSION) {
      throw first.problem(
          "version", "is of a newer Etalon", "use that, or export with --as csv there");
    }
    try {
      Study study = StudyReader.kept(definition);
      if (study.name().equals(name)) {
        return study;
      }
    } catch (InputException | UnknownIdentifierException damaged) {
      throw first.problem(
          "definition", "is no study's: " + damaged.getMessage(), "export the study again");
    }
    throw first.problem("name", "is not the definition's", "export the study again");
  }

  static Store.BroughtTrial trial(LineObject line, Set<String> sizes) {
    String size = line.text("size");
    if (!sizes.contains(size)) {
      throw line.problem("size", "is none of the study's sizes", "export the study again");
    }
    Trial trial = TrialJson.trial(line.object("trial"));
    if (!trial.key().equals(line.text("key"))) {
      throw line.problem(
          "key",
          "is not that of the settings on this line, which is " + trial.key(),
          "the file was changed or damaged: export again");
    }
    return new Store.BroughtTrial(
        size, trial, line.optionalObject("result").map(TrialJson::result));
  }
}
