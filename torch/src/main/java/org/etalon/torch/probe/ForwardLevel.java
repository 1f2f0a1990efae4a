package org.etalon.torch.probe;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The level of forward-mode differentiation. libtorch has one for the whole process and refuses a
 * second, so all threads share it: the first to come enters it, the last to go leaves it. Tangents
 * belong to the tensors they were set on, so that threads do not see each other's.
 */
final class ForwardLevel implements AutoCloseable {
  /** Guards the two numbers below, which mirror the process-wide state of libtorch. */
  private static final Object LOCK = new Object();

  private static int users;
  private static long shared;

  private final long index;
  private boolean open = true;

  private ForwardLevel(long index) {
    this.index = index;
  }

  /** Enters the level; to be closed by the same caller. libtorch must be loaded. */
  static ForwardLevel enter() {
    synchronized (LOCK) {
      if (users == 0) {
        shared = torch.enter_dual_level();
      }
      users++;
      return new ForwardLevel(shared);
    }
  }

  /** The same numbers with a direction attached: what is computed from them carries it along. */
  Tensor dual(Tensor values, Tensor tangent) {
    Tensor alias = values.detach();
    alias.unsafeGetTensorImpl()._set_fw_grad(tangent, alias, index, false);
    return alias;
  }

  /** The derivative that a computed value carries; an undefined tensor where it carries none. */
  Tensor tangent(Tensor value) {
    return value.unsafeGetTensorImpl()._fw_grad(index, value);
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (open) {
        open = false;
        users--;
        if (users == 0) {
          torch.exit_dual_level(shared);
        }
      }
    }
  }
}
