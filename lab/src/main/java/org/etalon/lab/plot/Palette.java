package org.etalon.lab.plot;

import java.awt.Color;

/**
 * Colours of groups. Kinds are those of M. Okabe and K. Ito, "Color Universal Design" (2008),
 * without the yellow, which white paper swallows. Steps run along viridis (S. van der Walt and N.
 * Smith, matplotlib, CC0) up to its green, for the same reason.
 */
final class Palette {
  static final Color TEXT = new Color(0x22, 0x22, 0x22);
  static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  static final Color FRAME = new Color(0x99, 0x99, 0x99);
  static final Color REFERENCE = new Color(0x70, 0x70, 0x70);

  private static final int[] KINDS = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9};
  private static final int[] VIRIDIS = {0x440154, 0x414487, 0x2A788E, 0x22A884, 0x7AD151};

  private Palette() {}

  /** The colour of one group of so many. */
  static Color colour(Chart.Colours colours, int group, int groups) {
    return switch (colours) {
      case KINDS -> new Color(KINDS[Math.floorMod(group, KINDS.length)]);
      case STEPS -> step(groups < 2 ? 0 : (double) group / (groups - 1));
    };
  }

  /** How often the colours of kinds have all been used before this group: shapes tell then. */
  static int round(int group) {
    return Math.floorDiv(group, KINDS.length);
  }

  static Color translucent(Color colour) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 56);
  }

  private static Color step(double share) {
    double place = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
    int before = Math.min((int) place, VIRIDIS.length - 2);
    Color from = new Color(VIRIDIS[before]);
    Color to = new Color(VIRIDIS[before + 1]);
    double rest = place - before;
    return new Color(
        between(from.getRed(), to.getRed(), rest),
        between(from.getGreen(), to.getGreen(), rest),
        between(from.getBlue(), to.getBlue(), rest));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
