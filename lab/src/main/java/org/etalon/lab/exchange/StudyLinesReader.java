package org.etalon.lab.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.Trial;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** Reads a study that {@link StudyLinesWriter} wrote, checking every trial against its key. */
public final class StudyLinesReader {
  /** Bytes of a file. */
  private static final long MOST_BYTES = 4L << 30;

  private static final int MOST_TRIALS = 1_000_000;

  private StudyLinesReader() {}

  /**
   * A study from elsewhere.
   *
   * @param name of the study
   * @param definition as a store keeps it
   * @param trials with their results
   */
  public record Exported(String name, String definition, List<Store.BroughtTrial> trials) {
    /** Copies. */
    public Exported {
      trials = List.copyOf(trials);
    }

    /** Trials that have a result. */
    public long finished() {
      return trials.stream().filter(trial -> trial.result().isPresent()).count();
    }
  }

  /**
   * Reads.
   *
   * @throws InputException if it is unreadable, no export of a study, or damaged; the message names
   *     file, line and key
   */
  public static Exported read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(
            "file", "is larger than " + (MOST_BYTES >> 30) + " GiB", "export fewer trials");
      }
      return read(in);
    } catch (InputException problem) {
      throw problem.within(file.toString());
    } catch (IOException problem) {
      throw new InputException(
          file.toString(), "cannot be read (" + problem.getMessage() + ")", "check the path");
    }
  }

  private static Exported read(InputStream in) {
    try (JsonParser parser = JsonLines.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() == null) {
        throw new InputException("file", "is empty", "export the study again");
      }
      LineObject first = LineObject.read(parser);
      String name = first.text("name");
      String definition = first.text("definition");
      Study study = study(first, name, definition);
      Set<String> sizes =
          study.sizes().stream().map(Size::label).collect(Collectors.toUnmodifiableSet());
      List<Store.BroughtTrial> trials = new ArrayList<>();
      Set<String> keys = new HashSet<>();
      while (parser.nextToken() != null) {
        LineObject line = LineObject.read(parser);
        Store.BroughtTrial trial = trial(line, sizes);
        if (!keys.add(trial.trial().key()) || keys.size() > MOST_TRIALS) {
          throw line.problem(
              "key",
              keys.size() > MOST_TRIALS ? "is past the limit of trials" : "came before",
              "export again");
        }
        trials.add(trial);
      }
      return new Exported(name, definition, trials);
    } catch (JacksonException malformed) {
      throw JsonLines.malformed(malformed);
    }
  }

  private static Study study(LineObject first, String name, String definition) {
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

  private static Store.BroughtTrial trial(LineObject line, Set<String> sizes) {
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
