package org.etalon.torch.optim;

import java.util.List;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.family.Keyed;
import org.etalon.graph.UnknownIdentifierException;

/** Every schedule by its identifier. */
final class Schedules {
  private static final Key.Whole WARM_UP =
      new Key.Whole("warmup", 0, 0, Integer.MAX_VALUE, "steps of a linear rise before it");

  private static final List<Kind> ALL =
      List.of(
          new Kind("constant", "The same rate throughout.", Schedule.constant()),
          new Kind("cosine", "Half a cosine from the full rate to 0.", Schedule.cosine()));

  private Schedules() {}

  private record Kind(String id, String description, Schedule schedule) implements Keyed {
    @Override
    public String example() {
      return id + ":warmup=100";
    }

    @Override
    public List<Key> keys() {
      return List.of(WARM_UP);
    }
  }

  static Schedule byId(String reference) {
    String text = reference.strip();
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon).strip();
    for (Kind kind : ALL) {
      if (kind.id.equals(name)) {
        Arguments given = Arguments.parse(kind, colon < 0 ? "" : text.substring(colon + 1));
        return kind.schedule.afterWarmUp(given.get(WARM_UP));
      }
    }
    throw new UnknownIdentifierException("schedule", name, ALL.stream().map(Kind::id).toList());
  }
}
