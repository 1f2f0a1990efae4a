package org.etalon.family;

import java.util.List;

/**
 * Something that a reference {@code NAME[:key=value,…]} can name and set: a model family, a source
 * of data.
 */
public interface Keyed {
  /** The name in references: lower case, unique among its kind. */
  String id();

  /** What it is, in one sentence. */
  String description();

  /** A reference that can be copied. */
  String example();

  /** The settings, in the order in which canonical references give them. */
  List<Key> keys();
}
