package org.etalon.lab.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Observation;
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
 * A study at work from this process. Workers take trials of the size whose trials take longest, so
 * that it is not left over at the end for one worker; a size whose round waits for its last run
 * holds up no other. Whoever else works on the same store is made use of: their results count as
 * they come in.
 *
 * <p>There are as many workers as the {@link Workplace} has slots, and never more than there are
 * trials to take: a worker that finds none ends, and whoever opens a round hires. The thread that
 * runs the study follows the slots and looks after the trials that others are at. The store is
 * spoken to by many threads at once, never under this object's lock.
 */
public final class StudyRun {
  /** How often slots are counted, and trials of others looked at. */
  private static final long TICK_MILLIS = 500;

  /**
   * Trials of others that are looked at in a tick: others may be at thousands, each look is a
   * transaction.
   */
  private static final int LOOKS = 256;

  private static final long IDLE_SECONDS = 5;

  private final String study;
  private final List<SizeAtWork> sizes;
  private final Store store;
  private final Workplace workplace;
  private final StudyListener listener;
  private final Owner owner = Owner.ofThisProcess();
  private final Leases leases;
  private final ExecutorService pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          StudyRun::thread);

  // All below is guarded by this object's lock.
  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** Sizes that have runs waiting; among equals the one whose turn it is comes first. */
  private final Deque<SizeAtWork> turns = new ArrayDeque<>();

  /** Runs that other processes are at. */
  private final Deque<Work> elsewhere = new ArrayDeque<>();

  private int slots;
  private int workers;
  private int open;
  private boolean stopped;
  private @Nullable Throwable failure;

  /**
   * Prepares a study that the store knows.
   *
   * @param study its name
   * @param sizes a search for each size
   * @param store where results are kept
   * @param workplace where trials are run
   * @param listener who watches
   */
  public StudyRun(
      String study,
      List<SizeSearch> sizes,
      Store store,
      Workplace workplace,
      StudyListener listener) {
    this.study = study;
    this.sizes = sizes.stream().map(SizeAtWork::new).toList();
    this.store = store;
    this.workplace = workplace;
    this.listener = listener;
    this.leases = store.leases(owner);
  }

  /**
   * The same in this process.
   *
   * @param workers trials at a time, at least 1
   */
  public StudyRun(
      String study,
      List<SizeSearch> sizes,
      Store store,
      TrialRunner runner,
      int workers,
      StudyListener listener) {
    this(study, sizes, store, Workplace.here(runner, workers), listener);
  }

  /** A run of a size's round. */
  private record Work(SizeAtWork size, Run run) {}

  /**
   * Works until every size is done.
   *
   * @return the last step of every size's search, done or nothing, by the size's name
   * @throws InputException if a trial cannot be run, or the store fails; what is finished is kept
   * @throws InterruptedException if interrupted; what is finished is kept, the rest given back
   */
  public Map<String, Step> run() throws InterruptedException {
    begin();
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(StudyRun::thread);
    long beat = Leases.BEAT.toMillis();
    Future<?> beating = heart.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    try {
      oversee();
    } finally {
      stop();
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
      beating.cancel(true);
      heart.shutdownNow();
    }
    synchronized (this) {
      rethrow(failure);
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

  private static void rethrow(@Nullable Throwable failure) throws InterruptedException {
    if (failure instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (failure instanceof RuntimeException problem) {
      throw problem;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private synchronized void stop() {
    stopped = true;
  }

  // --- the thread that runs the study ------------------------------------------------------------

  /**
   * Finds out where every search stands. What is asked for is noted in the store before it is
   * looked up, since trials may have been done by other studies; what comes to light then moves the
   * searches on.
   */
  private void begin() {
    boolean news = true;
    while (news) {
      news = false;
      Map<String, Store.ScoredTrial> scored = new HashMap<>();
      store.scores(study).forEach(trial -> scored.put(trial.key(), trial));
      for (SizeAtWork size : sizes) {
        Step step = size.next(key -> Optional.ofNullable(scored.get(key)));
        if (!step.equals(steps.put(size.name(), step))) {
          listener.moved(size.name(), step);
          if (step instanceof Step.Ask ask) {
            store.ask(study, ask.runs().stream().map(size::trial).toList());
            news = true;
          }
        }
      }
    }
    for (SizeAtWork size : sizes) {
      open(size, steps.get(size.name()));
    }
  }

  private void oversee() throws InterruptedException {
    while (true) {
      int counted = workplace.slots();
      synchronized (this) {
        if (open == 0 || failure != null) {
          return;
        }
        slots = counted;
        for (int i = Math.min(LOOKS, elsewhere.size()); i > 0 && workers < slots; i--) {
          Work other = elsewhere.remove();
          putBack(other);
        }
        hire();
        wait(TICK_MILLIS);
      }
    }
  }

  // --- under the lock ----------------------------------------------------------------------------

  /** Opens a round, if the search asks for one. */
  private synchronized void open(SizeAtWork size, @Nullable Step step) {
    if (step instanceof Step.Ask ask) {
      size.open(ask.runs());
      turns.add(size);
      open++;
    }
  }

  private void putBack(Work other) {
    if (!other.size().isWaiting()) {
      turns.add(other.size());
    }
    other.size().putBack(other.run());
  }

  /** As many workers as there is room and work for. */
  private void hire() {
    int waiting = 0;
    for (SizeAtWork size : turns) {
      waiting += size.waiting();
      if (waiting >= slots) {
        break;
      }
    }
    for (int hired = 0; !stopped && workers < slots && hired < waiting; hired++) {
      try {
        pool.execute(this::work);
        workers++;
      } catch (OutOfMemoryError noThread) {
        // The system sets a limit to threads: fewer workers do it, too.
        if (workers == 0) {
          throw noThread;
        }
        return;
      }
    }
  }

  /** A run to work on; empty if the worker is to end. */
  private synchronized Optional<Work> take() {
    if (stopped || failure != null || workers > slots || turns.isEmpty()) {
      workers--;
      return Optional.empty();
    }
    SizeAtWork size = longest();
    turns.remove(size);
    Run run = size.take();
    if (size.isWaiting()) {
      turns.add(size);
    }
    return Optional.of(new Work(size, run));
  }

  /** The waiting size whose trials take longest; one of which nothing is known may be that. */
  private SizeAtWork longest() {
    SizeAtWork longest = turns.element();
    for (SizeAtWork size : turns) {
      if (size.expectedSeconds() > longest.expectedSeconds()) {
        longest = size;
      }
    }
    return longest;
  }

  private synchronized void fail(Throwable problem) {
    workers--;
    if (failure == null && !stopped) {
      failure = problem;
      notifyAll();
    }
  }

  // --- workers -----------------------------------------------------------------------------------

  private void work() {
    try {
      for (Optional<Work> next = take(); next.isPresent(); next = take()) {
        attempt(next.get());
      }
    } catch (InterruptedException | RuntimeException | Error problem) {
      fail(problem);
    }
  }

  private void attempt(Work work) throws InterruptedException {
    Trial trial = work.size().trial(work.run()).trial();
    if (leases.claim(trial.key())) {
      train(work, trial);
      return;
    }
    Optional<TrialResult> result = store.result(trial.key());
    if (result.isPresent()) {
      synchronized (this) {
        listener.doneElsewhere(work.size().name(), trial);
      }
      finish(work, result.get());
    } else {
      synchronized (this) {
        elsewhere.add(work);
      }
    }
  }

  private void train(Work work, Trial trial) throws InterruptedException {
    boolean kept = false;
    TrialResult result;
    try {
      synchronized (this) {
        listener.started(work.size().name(), trial);
      }
      result = workplace.runner().run(trial);
      store.finish(trial, result, owner);
      kept = true;
    } finally {
      if (!kept) {
        giveBack(trial.key());
      }
    }
    synchronized (this) {
      listener.finished(work.size().name(), trial, result);
    }
    finish(work, result);
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

  private void finish(Work work, TrialResult result) {
    Observation observation = work.size().search().observation(work.run(), result);
    boolean last;
    synchronized (this) {
      last = work.size().finish(work.run(), observation, result.seconds());
    }
    if (last) {
      advance(work.size());
    }
  }

  /** The next round of a size of which nothing is open: no other thread is at it. */
  private void advance(SizeAtWork size) {
    boolean more = true;
    while (more) {
      Step step = size.next();
      more = step instanceof Step.Ask ask && askFor(size, ask);
      synchronized (this) {
        steps.put(size.name(), step);
        listener.moved(size.name(), step);
        if (!more) {
          open--;
          open(size, step);
          hire();
          if (open == 0) {
            notifyAll();
          }
        }
      }
    }
  }

  /** Notes the trials; true if some were done before, by another study, so that more is known. */
  private boolean askFor(SizeAtWork size, Step.Ask ask) {
    List<StudyTrial> trials = new ArrayList<>();
    ask.runs().forEach(run -> trials.add(size.trial(run)));
    store.ask(study, trials);
    List<String> keys = trials.stream().map(one -> one.trial().key()).toList();
    Map<String, TrialResult> known = store.results(keys);
    for (int i = 0; i < keys.size(); i++) {
      TrialResult result = known.get(keys.get(i));
      if (result != null) {
        Run run = ask.runs().get(i);
        size.note(run, size.search().observation(run, result));
      }
    }
    return !known.isEmpty();
  }
}
