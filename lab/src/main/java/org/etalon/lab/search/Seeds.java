package org.etalon.lab.search;

import java.util.List;
import java.util.Set;
import org.etalon.graph.InputException;

/** What is asked of the seeds of a search. */
final class Seeds {
  private Seeds() {}

  /** A copy of seeds that are there and differ. */
  static List<Long> checked(List<Long> seeds) {
    if (seeds.isEmpty() || Set.copyOf(seeds).size() < seeds.size()) {
      throw new InputException("seeds " + seeds, "seeds must be given, each once", "1, 2, 3");
    }
    return List.copyOf(seeds);
  }
}
