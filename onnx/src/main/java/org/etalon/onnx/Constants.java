package org.etalon.onnx;

import java.util.Optional;
import org.etalon.graph.Dim;
import org.etalon.onnx.proto.AttributeProto;

/** What a {@code Constant} call holds, in any of its notations. */
final class Constants {
  private static final int MOST_FEW = 1024;
  private static final int MOST_ELEMENTS = 1 << 16;

  private Constants() {}

  /** The stored tensor, if the call has one. */
  static Optional<RawTensor> tensor(RawNode node) {
    AttributeProto value = node.attribute("value");
    return value != null && value.hasT()
        ? Optional.of(RawTensor.of(node.output(), value.getT()))
        : Optional.empty();
  }

  /** The elements where they are few indeed. */
  static Optional<Known> few(RawNode node) {
    Optional<RawTensor> tensor = tensor(node);
    if (tensor.isPresent()) {
      return tensor.get().few();
    }
    for (AttributeProto attribute : node.attributes().values()) {
      if (attribute.getIntsCount() > MOST_FEW || attribute.getFloatsCount() > MOST_FEW) {
        return Optional.empty();
      }
    }
    return known(node);
  }

  /** The elements, where few enough. */
  static Optional<Known> known(RawNode node) {
    Optional<RawTensor> tensor = tensor(node);
    if (tensor.isPresent()) {
      return tensor.get().known();
    }
    AttributeProto one = node.attribute("value_int");
    if (one != null) {
      return Optional.of(Known.scalar(Dim.of(one.getI())));
    }
    AttributeProto many = node.attribute("value_ints");
    if (many != null) {
      return Optional.of(
          Known.list(many.getIntsList().stream().limit(MOST_ELEMENTS).map(Dim::of).toList()));
    }
    AttributeProto real = node.attribute("value_float");
    if (real != null) {
      return Optional.of(Known.reals(new long[0], new double[] {real.getF()}));
    }
    AttributeProto reals = node.attribute("value_floats");
    if (reals != null) {
      double[] values =
          reals.getFloatsList().stream().limit(MOST_ELEMENTS).mapToDouble(f -> f).toArray();
      return Optional.of(Known.reals(new long[] {values.length}, values));
    }
    return Optional.empty();
  }
}
