package org.etalon.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of activations and parameters. */
public enum Precision {
  /** IEEE single precision: what networks are trained in. */
  FLOAT32(4),
  /** IEEE double precision: what derivatives are probed in. */
  FLOAT64(8);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Size of a number. */
  public int bytes() {
    return bytes;
  }

  /** libtorch's name of it. */
  public ScalarType type() {
    return this == FLOAT32 ? ScalarType.Float : ScalarType.Double;
  }
}
