package org.etalon.lab.judge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.sweep.SizeRuns;

/**
 * What was found for a target, in a few plain sentences. It claims no more than was measured: a
 * cost is called one only if its interval lies above zero, "no measurable cost" only if the
 * interval holds zero and reaches no farther than {@value #NARROW} of what tuning gains: the drop
 * of the score from the lowest rate tried to the best.
 */
final class Verdict {
  /** An interval within this part of what tuning gains is narrow. */
  static final double NARROW = 0.1;

  private final StringBuilder text = new StringBuilder();

  private Verdict() {}

  /** A law's prediction with what stands behind it. */
  record Entry(Prediction prediction, Predicted predicted) {
    /** What tells predictions apart. */
    private Object identity() {
      return predicted instanceof Predicted.InStudy same ? same.rate() : predicted;
    }
  }

  /** Laws that predict the same, with what it costs. */
  private record Group(String names, Regret regret) {
    Optional<Interval> interval() {
      return regret instanceof Regret.Measured m ? m.interval() : Optional.empty();
    }

    double score() {
      return regret instanceof Regret.Measured m ? m.score() : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * The verdict.
   *
   * @param runs of the target
   * @param entries law by law
   * @param gain what tuning the target gains over the lowest rate tried
   */
  static String of(SizeRuns runs, List<Entry> entries, OptionalDouble gain) {
    Verdict verdict = new Verdict();
    String label = runs.size().label();
    if (runs.optimum().isEmpty()) {
      return label
          + ": at no learning rate did all runs finish, so there is no optimum to compare"
          + " with.";
    }
    verdict.say(label + ": " + own(runs.optimum().get()));
    verdict.laws(groups(entries), gain);
    return verdict.text.toString();
  }

  private void say(String sentence) {
    text.append(text.isEmpty() ? "" : " ").append(sentence).append('.');
  }

  private static String own(Optimum optimum) {
    String rate = number(optimum.learningRate());
    if (optimum.interval().isPresent()) {
      Interval interval = optimum.interval().get();
      return String.format(
          Locale.ROOT,
          "use %s (%s %% interval %s to %s)",
          rate,
          number(100 * interval.confidence()),
          number(interval.low()),
          number(interval.high()));
    }
    return optimum.isReliable()
        ? "use " + rate + ", without an interval: " + caveats(optimum)
        : "its own optimum is uncertain (" + caveats(optimum) + "); the best found is " + rate;
  }

  /** What must be said with an optimum, in words. */
  static String caveats(Optimum optimum) {
    return optimum.caveats().stream()
        .sorted()
        .map(
            caveat ->
                switch (caveat) {
                  case AT_LOWEST_RATE -> "the lowest rate tried was best";
                  case AT_HIGHEST_RATE -> "the highest rate tried was best";
                  case AT_DIVERGENCE -> "the next higher rate diverges";
                  case FLAT -> "scores hardly tell rates apart";
                  case SEVERAL_MINIMA -> "another minimum is as good";
                  case FEW_SEEDS -> "too few seeds";
                })
        .collect(Collectors.joining(", "));
  }

  private static List<Group> groups(List<Entry> entries) {
    List<Object> seen = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.prediction.regret() instanceof Regret.Unknown || seen.contains(entry.identity())) {
        continue;
      }
      seen.add(entry.identity());
      String names = names(entries, entry.identity());
      groups.add(new Group(names, entry.prediction.regret()));
    }
    groups.sort(Comparator.comparingDouble(Group::score));
    return groups;
  }

  /** Who predicts the same; a law once, if it does so in all its readings. */
  private static String names(List<Entry> entries, Object identity) {
    Set<String> names = new LinkedHashSet<>();
    for (Entry entry : entries) {
      if (entry.identity().equals(identity)) {
        Prediction one = entry.prediction;
        boolean always =
            entries.stream()
                .filter(other -> other.prediction.law().equals(one.law()))
                .allMatch(other -> other.identity().equals(identity));
        names.add(always ? one.law() : one.label());
      }
    }
    return String.join(" = ", names);
  }

  private void laws(List<Group> groups, OptionalDouble gain) {
    if (groups.isEmpty()) {
      say("No law's cost is known");
      return;
    }
    List<String> free = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<String> costly = new ArrayList<>();
    List<String> better = new ArrayList<>();
    List<String> diverging = new ArrayList<>();
    for (Group group : groups) {
      if (group.regret instanceof Regret.Diverges d) {
        diverging.add(
            group.names
                + (d.diverged() == d.seeds()
                    ? " diverges"
                    : " diverged in " + d.diverged() + " of " + d.seeds() + " runs"));
      } else if (group.regret instanceof Regret.Measured m) {
        String named = group.names + " " + cost(m);
        if (m.interval().isEmpty()) {
          open.add(named);
        } else if (m.interval().get().low() > 0) {
          costly.add(named);
        } else if (m.interval().get().high() < 0) {
          better.add(named);
        } else {
          (isNarrow(m.interval().get(), gain) ? free : open).add(named);
        }
      }
    }
    List<String> untrained =
        groups.stream()
            .filter(g -> g.regret instanceof Regret.Measured m && !m.trained())
            .map(Group::names)
            .toList();
    if (!untrained.isEmpty()) {
      say(
          groups.stream().noneMatch(g -> g.regret instanceof Regret.Measured m && m.trained())
              ? "Read off its own sweep, nothing trained"
              : "Read off its own sweep, not trained: " + String.join(", ", untrained));
    }
    sentence("No measurable cost: ", free);
    sentence("Better than the sweep's own optimum: ", better);
    sentence("Too uncertain to call: ", open);
    sentence("Would have cost: ", costly);
    if (!diverging.isEmpty()) {
      say(String.join(", ", diverging));
    }
    alike(groups, costly.size() + open.size());
  }

  private void sentence(String what, List<String> laws) {
    if (!laws.isEmpty()) {
      say(what + String.join(", ", laws));
    }
  }

  private static String cost(Regret.Measured regret) {
    return signed(regret.score())
        + regret
            .interval()
            .map(i -> " (" + number(i.low()) + " to " + number(i.high()) + ")")
            .orElse(
                " ("
                    + regret.seeds()
                    + (regret.seeds() == 1 ? " seed" : " seeds")
                    + ", no interval)");
  }

  private static boolean isNarrow(Interval interval, OptionalDouble gain) {
    double reach = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
    return gain.isPresent() && reach <= NARROW * gain.getAsDouble();
  }

  /** Which laws' intervals overlap the best one's. */
  private void alike(List<Group> groups, int doubtful) {
    List<Group> measured = groups.stream().filter(g -> g.interval().isPresent()).toList();
    if (doubtful == 0 || measured.size() < 2) {
      return;
    }
    Interval best = measured.get(0).interval().orElseThrow();
    List<String> others =
        measured.stream()
            .skip(1)
            .filter(g -> g.interval().orElseThrow().low() <= best.high())
            .map(Group::names)
            .toList();
    if (!others.isEmpty()) {
      say("The data cannot tell " + measured.get(0).names + " from " + String.join(" or ", others));
    }
  }

  private static String signed(double value) {
    return (value < 0 ? "" : "+") + number(value);
  }

  /** Two significant digits. */
  static String number(double value) {
    if (value < 0) {
      return "−" + number(-value);
    }
    if (value == 0 || (value >= 1e-4 && value < 1e5)) {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
