package org.etalon.lab.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Loss curves as bytes: 4 for each step, IEEE single precision, little-endian. */
final class Curves {
  private Curves() {}

  static byte[] bytes(float[] losses) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * losses.length);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(losses);
    return buffer.array();
  }

  static float[] losses(byte[] bytes) {
    float[] losses = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(losses);
    return losses;
  }
}
