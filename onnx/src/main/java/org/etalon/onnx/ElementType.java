package org.etalon.onnx;

import java.util.Locale;

/** What the elements of a value are. */
enum ElementType {
  /** Real numbers of any precision. */
  REAL,
  /** Whole numbers of any width. */
  WHOLE,
  /** True or false. */
  TRUTH,
  /** Not known. */
  UNKNOWN;

  /** The word for it in a {@code Cast}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of ONNX's number. */
  static ElementType of(int number) {
    return RawTensor.isReal(number)
        ? REAL
        : number == 9 ? TRUTH : number == 0 || number == 8 ? UNKNOWN : WHOLE;
  }
}
