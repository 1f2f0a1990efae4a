package org.etalon.document;

/** How large documents may be; larger ones are refused rather than run dry. */
public final class DocumentLimits {
  /** Bytes of a file. The spec of a graph of 100,000 nodes takes about 15 MB. */
  public static final int MOST_BYTES = 32 << 20;

  /** Words, numbers, lists and mappings in a file. */
  public static final int MOST_VALUES = 3_000_000;

  /** Levels of lists and mappings within each other. */
  public static final int MOST_LEVELS = 48;

  /** Characters of one word. */
  public static final int LONGEST_WORD = 20_000;

  private DocumentLimits() {}

  /** A user's text, cut to a length that fits in a message. */
  public static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
