package org.etalon.torch.program;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Call;
import org.etalon.graph.Node;

/**
 * The operands of a call behind its data: each is a setting where its value was known, or else the
 * next of the values that the call takes.
 */
final class Operands {
  private final Call call;
  private final Node node;
  private final Compilation at;
  private int next;

  /**
   * Reads a call's operands in ONNX's order.
   *
   * @param first how many operands are data
   */
  Operands(Call call, Node node, Compilation at, int first) {
    this.call = call;
    this.node = node;
    this.at = at;
    this.next = first;
  }

  /** Whole numbers that a pass gives. */
  @FunctionalInterface
  interface Wholes {
    /** The numbers, given the values that the call takes. */
    long[] of(Tensor[] in);
  }

  /** The next operand, or {@code standard} where the call lacks it. */
  Wholes wholes(String name, long... standard) {
    if (call.has(name)) {
      long[] sizes = at.sizes(node, call.whole(name));
      return in -> sizes;
    }
    int place = next++;
    return in -> place < in.length ? read(in[place]) : standard;
  }

  private static long[] read(Tensor tensor) {
    Tensor flat = tensor.to(ScalarType.Long).cpu().reshape(-1).contiguous();
    long[] values = new long[(int) flat.numel()];
    if (values.length > 0) {
      flat.data_ptr_long().get(values);
    }
    return values;
  }
}
