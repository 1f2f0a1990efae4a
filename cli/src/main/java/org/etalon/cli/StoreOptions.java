package org.etalon.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.etalon.lab.store.Patience;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import picocli.CommandLine.Option;

/** Where studies are kept. */
final class StoreOptions {
  private static final String DEFAULT = "etalon.db";
  private static final String THEY_MAKE_ONE =
      "'etalon sweep' and 'etalon studies import' make one; name another with --store";

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "Where studies are kept: a file of SQLite (default: etalon.db in this folder, of reproduce"
              + " in its own) or jdbc:postgresql://HOST/DATABASE.")
  private String store = DEFAULT;

  /** Whether another store than the default was asked for. */
  boolean isGiven() {
    return !store.equals(DEFAULT);
  }

  /** Where it is. */
  StoreAddress address() {
    return new StoreAddress(store);
  }

  /**
   * Opens the store, which is made if there is none.
   *
   * @param err is told when the store is away, and when it is back
   * @throws InputException if it cannot be opened
   */
  Store open(PrintWriter err) {
    return open(address(), err);
  }

  /** The same of a given address. */
  static Store open(StoreAddress address, PrintWriter err) {
    return Store.open(address, Patience.USUAL, new StoreMessages(err));
  }

  /**
   * Opens a store that is there, to go on with what it has.
   *
   * @param err as for {@link #open}
   * @throws InputException if there is none, or it cannot be opened
   */
  Store openExisting(PrintWriter err) {
    return open(existing(), err);
  }

  /**
   * Opens a store that is there for what only reads; it need not be writable.
   *
   * @param err as for {@link #open}
   * @throws InputException if there is none, or it cannot be opened
   */
  Store openToRead(PrintWriter err) {
    StoreAddress address = existing();
    return find(err)
        .orElseThrow(
            () ->
                new InputException(
                    "store " + address.shown(), "has no tables of Etalon", THEY_MAKE_ONE));
  }

  /**
   * The same; empty where there is none.
   *
   * @param err as for {@link #open}
   * @throws InputException if it cannot be opened
   */
  Optional<Store> find(PrintWriter err) {
    return Store.openToRead(address(), Patience.USUAL, new StoreMessages(err));
  }

  private StoreAddress existing() {
    StoreAddress address = address();
    if (!address.isPostgresql() && !Files.exists(address.file())) {
      throw new InputException("store " + address.shown(), "does not exist", THEY_MAKE_ONE);
    }
    return address;
  }

  /**
   * A study of a store.
   *
   * @throws InputException as {@link #definition}
   */
  static Study study(Store store, String name) {
    return StudyReader.kept(definition(store, name));
  }

  /**
   * The definition of a study.
   *
   * @throws InputException if the store has no study of that name; it names the ones that are there
   */
  static String definition(Store store, String study) {
    return store
        .study(study)
        .orElseThrow(
            () -> {
              var names = store.studies().stream().map(Store.StudySummary::name).toList();
              return new InputException(
                  "store " + store.address(),
                  "has no study '" + study + "'",
                  names.isEmpty()
                      ? "it is empty; 'etalon sweep' fills it"
                      : Spelling.wayOut(study, names));
            });
  }
}
