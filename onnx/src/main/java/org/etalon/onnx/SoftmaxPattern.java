package org.etalon.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** eˣ/Σeˣ, with or without the largest x taken off first, is softmax; x − log Σeˣ its logarithm. */
final class SoftmaxPattern implements Fusion.Pattern {
  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    boolean logarithm = last.is("Sub");
    if (!logarithm && !last.is("Div")) {
      return null;
    }
    String sum = last.input(1);
    if (logarithm) {
      RawNode log = in.made(sum, "Log");
      if (log == null) {
        return null;
      }
      sum = log.input(0);
    }
    RawNode reduction = in.made(sum, "ReduceSum");
    if (reduction == null) {
      return null;
    }
    RawNode exponential = in.made(reduction.input(0), "Exp");
    List<Long> axes = in.axes(reduction);
    if (exponential == null || axes.size() != 1) {
      return null;
    }
    String exponent = exponential.input(0);
    if (!(logarithm ? exponent : exponential.output()).equals(last.input(0))) {
      return null;
    }
    RawNode shifted = in.made(exponent, "Sub");
    if (shifted != null) {
      RawNode largest = in.made(shifted.input(1), "ReduceMax");
      if (largest != null && largest.input(0).equals(shifted.input(0))) {
        exponent = shifted.input(0);
      }
    }
    return Fusion.standIn(
        last,
        logarithm ? "LogSoftmax" : "Softmax",
        List.of(exponent),
        Fusion.integer("axis", axes.get(0)));
  }
}
