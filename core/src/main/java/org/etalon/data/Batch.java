package org.etalon.data;

import org.etalon.graph.Source;

/**
 * A mini-batch: arrays in row-major order that an engine can take over. Nobody else holds them.
 *
 * <p>Either {@link #inputs()} or {@link #identifiers()} is filled, according to {@link #element()};
 * the other is empty.
 */
public final class Batch {
  private final Source.Element element;
  private final float[] inputs;
  private final long[] identifiers;
  private final long[] shape;
  private final long[] labels;
  private final long[] labelShape;

  private Batch(
      Source.Element element,
      float[] inputs,
      long[] identifiers,
      long[] shape,
      long[] labels,
      long[] labelShape) {
    this.element = element;
    this.inputs = inputs;
    this.identifiers = identifiers;
    this.shape = shape;
    this.labels = labels;
    this.labelShape = labelShape;
  }

  static Batch real(float[] inputs, long[] shape, long[] labels) {
    return new Batch(
        Source.Element.REAL, inputs, new long[0], shape, labels, new long[] {labels.length});
  }

  static Batch tokens(long[] identifiers, long[] shape, long[] labels) {
    return new Batch(
        Source.Element.DISCRETE, new float[0], identifiers, shape, labels, shape.clone());
  }

  /** Whether the inputs are numbers or identifiers. */
  public Source.Element element() {
    return element;
  }

  /** The normalised numbers; empty for identifiers. */
  public float[] inputs() {
    return inputs;
  }

  /** The identifiers; empty for numbers. */
  public long[] identifiers() {
    return identifiers;
  }

  /** Sizes of the inputs: batch, then the example's. */
  public long[] shape() {
    return shape.clone();
  }

  /** The classes, from 0; for text the identifiers of the next characters. */
  public long[] labels() {
    return labels;
  }

  /** Sizes of the labels: [batch], or [batch, context] for text. */
  public long[] labelShape() {
    return labelShape.clone();
  }

  /** The number of examples. */
  public int size() {
    return (int) shape[0];
  }
}
