package org.etalon.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Who frees native objects. All that is made inside {@link #scoped} is freed when it ends, except
 * what was {@link #keep kept}, which its owner frees with {@link #free}. The garbage collector sees
 * none of it.
 */
public final class Memory {
  private Memory() {}

  /** Runs a piece of work and frees every native object that it made and did not keep. */
  @SuppressWarnings("try") // the scope works by being open, not by being named
  public static void scoped(Runnable work) {
    try (PointerScope scope = new PointerScope()) {
      work.run();
    }
  }

  /** The same for work with a result, which must be kept if it is native. */
  @SuppressWarnings("try")
  public static <T> T scoped(Supplier<T> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get();
    }
  }

  /** Lets a native object outlive the scope it was made in. */
  public static <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** Frees a kept native object. */
  public static void free(Pointer pointer) {
    pointer.releaseReference();
  }
}
