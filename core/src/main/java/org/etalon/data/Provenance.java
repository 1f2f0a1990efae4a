package org.etalon.data;

/**
 * Where a dataset comes from.
 *
 * @param place the folder or file, or "bundled", or "made on the fly"
 * @param heldOut how the test examples came to be
 */
public record Provenance(String place, String heldOut) {}
