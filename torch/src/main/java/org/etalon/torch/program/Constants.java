package org.etalon.torch.program;

import java.util.List;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Source;

/** Fixed tensors. */
final class Constants {
  private Constants() {}

  static Kernel reals(Source.Constant constant, Node node, Compilation at) {
    List<Double> values = constant.values();
    long[] sizes = at.sizes(node, constant.shape().dims());
    requireValues(node, values.size(), sizes);
    return (in, run) -> {
      double[] elements = new double[values.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = values.get(i);
      }
      Tensor tensor =
          elements.length == 0
              ? org.bytedeco.pytorch.global.torch.empty(sizes, at.reals(), null)
              : AbstractTensor.create(elements, sizes);
      return tensor.to(at.reals(), false, false, new org.bytedeco.pytorch.MemoryFormatOptional());
    };
  }

  static Kernel wholes(Source.Indices indices, Node node, Compilation at) {
    List<Dim> values = indices.values();
    long[] sizes = at.sizes(node, indices.shape().dims());
    requireValues(node, values.size(), sizes);
    return (in, run) -> {
      Tensor tensor =
          values.isEmpty()
              ? org.bytedeco.pytorch.global.torch.empty(sizes, at.wholes(), null)
              : AbstractTensor.create(at.sizes(node, values), sizes);
      return tensor.to(at.wholes(), false, false, new org.bytedeco.pytorch.MemoryFormatOptional());
    };
  }

  private static void requireValues(Node node, int count, long[] sizes) {
    if (count != RearrangementKernels.product(sizes)) {
      throw new InputException(
          node.name(),
          "is a constant whose values were too many to keep",
          "export the model so that it computes this constant, or makes it a parameter");
    }
  }
}
