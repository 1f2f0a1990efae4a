package org.etalon.torch.model;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/** What is minimised, averaged over the batch and, for sequences and images, over positions. */
public enum Loss {
  /** Negative logarithm of softmax's probability of the label: classes. */
  CROSS_ENTROPY("cross-entropy"),
  /** Mean of half the squared difference to one-hot labels. */
  SQUARED_ERROR("squared-error");

  private final String id;

  Loss(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /**
   * The loss of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Loss byId(String id) {
    for (Loss loss : values()) {
      if (loss.id.equals(id)) {
        return loss;
      }
    }
    throw new UnknownIdentifierException(
        "loss", id, Arrays.stream(values()).map(Loss::id).toList());
  }

  /**
   * The loss of one batch, a scalar.
   *
   * @param logits scores with one axis of classes: [batch, classes], [batch, positions, classes] or
   *     [batch, classes, height, width]
   * @param labels whole numbers from 0 to classes − 1, shaped as the logits without that axis
   * @throws InputException if the shapes do not fit or a label names no class
   */
  public Tensor of(Tensor logits, Tensor labels) {
    long[] scores = logits.shape();
    int axis = classAxis(scores, labels.shape());
    long classes = scores[axis];
    Tensor rows = axis == scores.length - 1 ? logits : logits.movedim(axis, -1);
    rows = scores.length == 2 && axis == 1 ? rows : rows.reshape(-1, classes);
    Tensor flat = labels.dim() == 1 ? labels : labels.reshape(-1);
    requireWithin(flat, classes);
    if (this == CROSS_ENTROPY) {
      return torch.cross_entropy_loss(rows, flat);
    }
    Tensor target = torch.one_hot(flat, classes).to(rows.scalar_type());
    return torch.mse_loss(rows, target).mul(new org.bytedeco.pytorch.Scalar(0.5));
  }

  /**
   * How many labels have the highest score; of equal scores the first counts.
   *
   * @param logits as in {@link #of}
   * @param labels as in {@link #of}
   * @throws InputException if the shapes do not fit
   */
  public static long hits(Tensor logits, Tensor labels) {
    int axis = classAxis(logits.shape(), labels.shape());
    Tensor best = logits.argmax(new LongOptional(axis), false);
    return best.eq(labels).sum().item_long();
  }

  /** libtorch would skip the label −100, and on a GPU die of any other. */
  private static void requireWithin(Tensor labels, long classes) {
    if (labels.numel() == 0) {
      throw new InputException("labels", "are none: the batch is empty", "give some examples");
    }
    var range = torch.aminmax(labels);
    long low = range.get0().item_long();
    long high = range.get1().item_long();
    if (low < 0 || high >= classes) {
      throw new InputException(
          "labels",
          "hold "
              + (low < 0 ? low : high)
              + ", but the network scores classes 0 to "
              + (classes - 1),
          "give a network with as many outputs as the data have classes");
    }
  }

  /** The axis of the logits that the labels lack: the last one if it fits, else the second. */
  private static int classAxis(long[] logits, long[] labels) {
    for (int axis : List.of(logits.length - 1, 1)) {
      if (axis >= 0 && axis < logits.length && Arrays.equals(without(logits, axis), labels)) {
        return axis;
      }
    }
    throw new InputException(
        "labels",
        "have shape "
            + Arrays.toString(labels)
            + ", which does not fit an output of "
            + Arrays.toString(logits),
        "give one label for each row of scores");
  }

  private static long[] without(long[] shape, int axis) {
    long[] rest = new long[shape.length - 1];
    for (int i = 0, k = 0; i < shape.length; i++) {
      if (i != axis) {
        rest[k++] = shape[i];
      }
    }
    return rest;
  }
}
