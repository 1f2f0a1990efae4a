package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.sweep.CaveatWords;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** The optimum of every size of a sweep, as a table. */
public final class OptimaTable {
  private OptimaTable() {}

  static PageTable of(String title, Sweep sweep, List<DepthMeasure> measures) {
    List<String> header = new ArrayList<>();
    header.add(sweep.varied().orElse("network"));
    measures.forEach(measure -> header.add(">" + measure.id()));
    header.addAll(
        List.of(
            ">η*", ">interval", ">best rate tried", ">runs", ">diverged", ">given up", "remarks"));
    List<List<String>> rows = new ArrayList<>();
    for (SizeRuns size : sweep.sizes()) {
      List<String> row = new ArrayList<>();
      OptionalDouble value = size.size().value();
      row.add(
          value.isPresent() && sweep.varied().isPresent()
              ? Numbers.value(value)
              : size.size().label());
      measures.forEach(measure -> row.add(Numbers.value(size.size().depth(measure))));
      row.add(size.optimum().map(o -> Numbers.value(o.learningRate())).orElse("–"));
      row.add(Numbers.ends(size.optimum().flatMap(Optimum::interval)));
      row.add(size.optimum().map(o -> Numbers.value(o.bestTried())).orElse("–"));
      row.add(Integer.toString(size.observations().size()));
      row.add(Long.toString(size.count(Observation.Ending.DIVERGED)));
      row.add(Long.toString(size.count(Observation.Ending.ABANDONED)));
      row.add(remarks(size.optimum()));
      rows.add(row);
    }
    return new PageTable(title, header, rows);
  }

  /** What must be said with an optimum; whether it is left out of fits comes first. */
  public static String remarks(Optional<Optimum> optimum) {
    if (optimum.isEmpty()) {
      return "left out: at every rate a run diverged";
    }
    List<String> words = optimum.get().caveats().stream().sorted().map(CaveatWords::bare).toList();
    return (optimum.get().isReliable() || words.isEmpty() ? "" : "left out: ")
        + String.join("; ", words);
  }
}
