package org.etalon.lab.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.etalon.lab.store.Store.BroughtTrial;
import org.jdbi.v3.core.Handle;

/** Every trial of a study with its result, some at a time: all curves would not fit into memory. */
final class WholeStudy implements Iterator<BroughtTrial> {
  private final Database database;
  private final String study;
  private final Iterator<List<String>> unread;
  private final Deque<BroughtTrial> read = new ArrayDeque<>();

  WholeStudy(Database database, String study) {
    this.database = database;
    this.study = study;
    List<String> keys =
        database.read(
            handle ->
                handle
                    .createQuery("select st.trial" + Rows.OF_STUDY)
                    .bind("study", study)
                    .mapTo(String.class)
                    .list());
    this.unread = Chunks.of(keys).iterator();
  }

  @Override
  public boolean hasNext() {
    return !read.isEmpty() || unread.hasNext();
  }

  @Override
  public BroughtTrial next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (read.isEmpty()) {
      List<String> some = unread.next();
      read.addAll(database.read(handle -> read(handle, some)));
    }
    return read.remove();
  }

  private List<BroughtTrial> read(Handle handle, List<String> some) {
    // Both tables have columns of the same names: the result's are asked for by themselves.
    Map<String, BroughtTrial> found = new HashMap<>();
    handle
        .createQuery(
            "select st.size, "
                + Rows.of("t", Rows.TRIAL)
                + " from study_trial st join trial t on t.key = st.trial"
                + " where st.study = :study and st.trial in (<keys>)")
        .bind("study", study)
        .bindList("keys", some)
        .map((row, context) -> trial(row))
        .forEach(one -> found.put(one.trial().key(), one));
    JdbcStore.results(handle, some)
        .forEach(
            one ->
                found.computeIfPresent(
                    one.getKey(),
                    (key, trial) ->
                        new BroughtTrial(
                            trial.size(), trial.trial(), Optional.of(one.getValue()))));
    List<BroughtTrial> ordered = new ArrayList<>();
    for (String key : some) {
      BroughtTrial one = found.get(key);
      if (one == null) {
        throw new IllegalStateException("trial " + key + " of " + study + " is gone");
      }
      ordered.add(one);
    }
    return ordered;
  }

  private static BroughtTrial trial(ResultSet row) throws SQLException {
    return new BroughtTrial(row.getString("size"), Rows.trial(row), Optional.empty());
  }
}
