package org.etalon.onnx;

import java.util.List;
import org.etalon.onnx.proto.TypeProto;
import org.jspecify.annotations.Nullable;

/**
 * A vector added to a product with a weight is the layer's bias. The result is written as {@code
 * MatMul} with a third operand, which ONNX itself does not have.
 */
final class BiasPattern implements Fusion.Pattern {
  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    if (!last.is("Add")) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      RawNode product = in.made(last.input(side), "MatMul");
      String bias = last.input(1 - side);
      boolean fits =
          product != null
              && product.inputs().size() == 2
              && in.graph().onlyConsumer(product.output()) == last
              && in.isDynamic(product.input(0))
              && !in.isDynamic(product.input(1))
              && isVector(bias, in);
      if (fits && product != null) {
        return new RawNode(
            product.name(),
            "MatMul",
            "",
            List.of(product.input(0), product.input(1), bias),
            List.of(last.output()),
            product.attributes());
      }
    }
    return null;
  }

  private static boolean isVector(String value, Fusion in) {
    var tensor = in.graph().tensor(value);
    if (tensor.isPresent()) {
      return tensor.get().sizes().length == 1 && tensor.get().isReal();
    }
    var input = in.graph().inputs().get(value);
    if (input == null || in.isDynamic(value)) {
      return false;
    }
    TypeProto.Tensor type = input.getType().getTensorType();
    return type.hasShape() && type.getShape().getDimCount() == 1;
  }
}
