package org.etalon.width;

import java.util.List;

/**
 * How a tensor's hidden feature sizes differ between base and target.
 *
 * @param in m_in, target over base, of the features summed over; 1 where they agree or are no
 *     hidden features
 * @param out m_out, the same of the features made or met
 * @param fixed for people, sizes that differ and are no widths
 */
public record WidthRatio(double in, double out, List<String> fixed) {
  /** Nothing differs. */
  public static final WidthRatio SAME = new WidthRatio(1, 1, List.of());

  /** Copies the list. */
  public WidthRatio {
    fixed = List.copyOf(fixed);
  }

  /** Number of infinite dimensions: 2 matrix-like, 1 vector-like, 0 fixed. */
  public int infiniteDimensions() {
    return (in == 1 ? 0 : 1) + (out == 1 ? 0 : 1);
  }

  /** Whether only the fan-in is infinite, as at a read-out. */
  public boolean isReadoutLike() {
    return in != 1 && out == 1;
  }
}
