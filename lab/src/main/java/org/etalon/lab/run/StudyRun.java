package org.etalon.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.etalon.graph.InputException;
import org.etalon.lab.search.Run;
import org.etalon.lab.search.Step;
import org.etalon.lab.store.Leases;
import org.etalon.lab.store.Owner;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.Store.StudyTrial;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.jspecify.annotations.Nullable;

/**
 * A study at work in this process. Workers take trials from all sizes in turn, so that a size whose
 * round waits for its last run holds up no other. Whoever else works on the same store is made use
 * of: their results count as they come in.
 */
public final class StudyRun {
  /** How long a worker without work waits before it looks for results of other processes. */
  private static final long WAIT_MILLIS = 500;

  private final String study;
  private final List<SizeSearch> sizes;
  private final Store store;
  private final TrialRunner runner;
  private final int workers;
  private final StudyListener listener;
  private final Owner owner = Owner.ofThisProcess();
  private final Leases leases;

  // All below is guarded by this object's lock.
  private final Map<String, TrialResult> results = new HashMap<>();
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Set<String> running = new HashSet<>();
  private final Map<String, Long> refused = new HashMap<>();
  private long round;
  private int turn;
  private boolean stopped;

  /**
   * Prepares a study that the store knows.
   *
   * @param study its name
   * @param sizes a search for each size
   * @param store where results are kept
   * @param runner what trains
   * @param workers trials at a time, at least 1
   * @param listener who watches
   */
  public StudyRun(
      String study,
      List<SizeSearch> sizes,
      Store store,
      TrialRunner runner,
      int workers,
      StudyListener listener) {
    if (workers < 1) {
      throw new InputException("workers", workers + " cannot do any work", "give at least 1");
    }
    this.study = study;
    this.sizes = List.copyOf(sizes);
    this.store = store;
    this.runner = runner;
    this.workers = workers;
    this.listener = listener;
    this.leases = store.leases(owner);
  }

  /** A trial that was claimed. */
  private record Work(SizeSearch size, Trial trial) {}

  /**
   * Works until every size is done.
   *
   * @return the last step of every size's search, done or nothing, by the size's name
   * @throws InputException if a trial cannot be run, or the store fails; what is finished is kept
   * @throws InterruptedException if interrupted; what is finished is kept, the rest given back
   */
  public Map<String, Step> run() throws InterruptedException {
    refresh();
    ExecutorService pool = Executors.newFixedThreadPool(workers, StudyRun::thread);
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(StudyRun::thread);
    long beat = Leases.BEAT.toMillis();
    Future<?> beating = heart.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    try {
      List<Future<?>> open = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        open.add(pool.submit(this::work));
      }
      for (Future<?> one : open) {
        await(one);
      }
    } finally {
      stop();
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
      beating.cancel(true);
      heart.shutdownNow();
    }
    synchronized (this) {
      return new LinkedHashMap<>(steps);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "etalon-worker");
    thread.setDaemon(true);
    return thread;
  }

  private void beat() {
    try {
      leases.beat();
    } catch (InputException unreachable) {
      // The workers will meet the same failure with something to say about it.
    }
  }

  private static void await(Future<?> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failure.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private @Nullable Void work() throws InterruptedException {
    try {
      for (Optional<Work> next = next(); next.isPresent(); next = next()) {
        train(next.get());
      }
      return null;
    } finally {
      // One worker's failure ends the others' waiting.
      if (!isDone()) {
        stop();
      }
    }
  }

  private void train(Work work) throws InterruptedException {
    String key = work.trial().key();
    boolean kept = false;
    try {
      synchronized (this) {
        listener.started(work.size().size(), work.trial());
      }
      TrialResult result = runner.run(work.trial());
      store.finish(work.trial(), result, owner);
      kept = true;
      synchronized (this) {
        results.put(key, result);
        listener.finished(work.size().size(), work.trial(), result);
        step(work.size());
      }
    } finally {
      if (!kept) {
        giveBack(key);
      }
      synchronized (this) {
        running.remove(key);
        notifyAll();
      }
    }
  }

  private void giveBack(String key) {
    boolean interrupted = Thread.interrupted();
    try {
      leases.release(key);
    } catch (InputException unreachable) {
      // The lease dies by itself.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The next trial, once one can be had; empty when all is done or the study stops. */
  private synchronized Optional<Work> next() throws InterruptedException {
    while (true) {
      if (stopped || isDone()) {
        return Optional.empty();
      }
      Optional<Work> work = claim();
      if (work.isPresent()) {
        return work;
      }
      wait(WAIT_MILLIS);
      refresh();
    }
  }

  /** Size after size, beginning with the one whose turn it is. */
  private Optional<Work> claim() {
    for (int i = 0; i < sizes.size(); i++) {
      SizeSearch size = sizes.get((turn + i) % sizes.size());
      if (steps.get(size.size()) instanceof Step.Ask ask) {
        for (Run run : ask.runs()) {
          Trial trial = size.trial().apply(run);
          String key = trial.key();
          boolean open =
              !results.containsKey(key)
                  && !running.contains(key)
                  && refused.getOrDefault(key, -1L) < round;
          if (open && leases.claim(key)) {
            running.add(key);
            turn = (turn + i + 1) % sizes.size();
            return Optional.of(new Work(size, trial));
          }
          if (open) {
            refused.put(key, round);
          }
        }
      }
    }
    return Optional.empty();
  }

  private synchronized boolean isDone() {
    return steps.size() == sizes.size()
        && steps.values().stream().noneMatch(step -> step instanceof Step.Ask);
  }

  /** Takes in what other processes have finished. */
  private synchronized void refresh() {
    round++;
    boolean news = steps.isEmpty();
    for (String key : store.finishedKeys(study)) {
      if (!results.containsKey(key)) {
        store.result(key).ifPresent(result -> results.put(key, result));
        news = true;
      }
    }
    if (news) {
      sizes.forEach(this::step);
    }
  }

  /** Lets a size go on: what it asks for is noted in the store, and may have been done before. */
  private void step(SizeSearch size) {
    while (true) {
      Step step = size.search().next(size.finished(key -> Optional.ofNullable(results.get(key))));
      steps.put(size.size(), step);
      listener.moved(size.size(), step);
      if (!(step instanceof Step.Ask ask) || !askFor(size, ask)) {
        return;
      }
    }
  }

  /** Notes the trials; true if some were done before, by another study, so that more is known. */
  private boolean askFor(SizeSearch size, Step.Ask ask) {
    List<StudyTrial> trials = new ArrayList<>();
    for (Run run : ask.runs()) {
      trials.add(new StudyTrial(size.size(), size.trial().apply(run)));
    }
    store.ask(study, trials);
    boolean known = false;
    for (StudyTrial one : trials) {
      String key = one.trial().key();
      if (!results.containsKey(key) && !running.contains(key)) {
        Optional<TrialResult> result = store.result(key);
        result.ifPresent(found -> results.put(key, found));
        known |= result.isPresent();
      }
    }
    return known;
  }
}
