package org.etalon.torch.program;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Values added around the edge of the spatial axes. */
final class Padding {
  private Padding() {}

  /** Pads before and after each spatial axis in libtorch's order: the last axis first. */
  static long[] innermostFirst(long[] begin, long[] end) {
    long[] pads = new long[2 * begin.length];
    for (int i = 0; i < begin.length; i++) {
      int at = 2 * (begin.length - 1 - i);
      pads[at] = begin[i];
      pads[at + 1] = end[i];
    }
    return pads;
  }

  /** Space as a torus: the opposite edge's values beyond each edge, on the last axes. */
  static Tensor circular(Tensor data, long[] begin, long[] end) {
    Tensor result = data;
    long first = data.dim() - begin.length;
    for (int i = 0; i < begin.length; i++) {
      long axis = first + i;
      long size = data.size(axis);
      if (begin[i] == 0 && end[i] == 0) {
        continue;
      }
      TensorVector parts = new TensorVector();
      if (begin[i] > 0) {
        parts.push_back(result.narrow(axis, size - begin[i], begin[i]));
      }
      parts.push_back(result);
      if (end[i] > 0) {
        parts.push_back(result.narrow(axis, 0, end[i]));
      }
      result = torch.cat(parts, axis);
    }
    return result;
  }
}
