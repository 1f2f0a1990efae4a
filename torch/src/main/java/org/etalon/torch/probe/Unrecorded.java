package org.etalon.torch.probe;

import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;

/** Work of which nothing is recorded for gradients; forward-mode derivatives go through it. */
final class Unrecorded {
  private Unrecorded() {}

  /** Does a piece of work without recording it, on this thread only. */
  @SuppressWarnings("try") // the guard works by being there, not by being named
  static <T> T run(Supplier<T> work) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return work.get();
    }
  }
}
