package org.etalon.lab.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that determines the result of one training run. Two equal trials give the same result
 * on the same machine and versions, so that no trial is run twice, in whatever study it occurs.
 *
 * @param model reference of the network, in canonical form
 * @param modelDigest SHA-256 of the file's content in hexadecimal; empty for families
 * @param start how tensors start where there is no transfer: initialisation and read-out rule
 * @param transfer where the network is trained by a plan: the plan's origin; the learning rate is
 *     then the base's
 * @param optimizer update rule with its settings, such as {@code sgd} or {@code sgd:momentum=0.9}
 * @param learningRate per step, > 0, finite
 * @param weightDecay λ ≥ 0
 * @param schedule how the rate changes over the run: {@code constant}, {@code cosine}, …
 * @param data reference of the data set, in canonical form
 * @param augmented whether images are cropped and flipped at random
 * @param batch examples per step, ≥ 1
 * @param steps number of steps, ≥ 1
 * @param loss what is minimised
 * @param abandonAbove a run whose mean training loss over its first half is above this is abandoned
 *     there; empty if it is always finished
 * @param evaluated whether held-out examples are evaluated at the end
 * @param seed of initialisation, order of the data and dropout
 */
public record Trial(
    String model,
    String modelDigest,
    Start start,
    Optional<Transfer> transfer,
    String optimizer,
    double learningRate,
    double weightDecay,
    String schedule,
    String data,
    boolean augmented,
    int batch,
    long steps,
    String loss,
    OptionalDouble abandonAbove,
    boolean evaluated,
    long seed) {

  /** Letters of a key: 128 bits. */
  private static final int KEY_LENGTH = 32;

  /** Checks the ranges. */
  public Trial {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learning rate " + learningRate + " must be > 0");
    }
    if (!(weightDecay >= 0) || batch < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "decay " + weightDecay + ", batch " + batch + ", steps " + steps);
    }
  }

  /**
   * How tensors start.
   *
   * @param init identifier of the initialisation
   * @param readout identifier of the read-out rule
   */
  public record Start(String init, String readout) {}

  /**
   * Where a plan comes from.
   *
   * @param base reference of the base network, in canonical form
   * @param law identifier of the law
   * @param measure identifier of the depth measure
   * @param exponent the exponent, for a measured law
   * @param width identifier of the width rule
   */
  public record Transfer(
      String base, String law, String measure, OptionalDouble exponent, String width) {}

  /** The trial's name: the same for equal trials, different for different ones. */
  public String key() {
    return HexFormat.of().formatHex(digest()).substring(0, KEY_LENGTH);
  }

  /**
   * Every setting in a fixed order, one a line, numbers exactly. New settings are to be written
   * only where they differ from what older versions did, so that old keys stay.
   */
  public String canonical() {
    StringBuilder text = new StringBuilder();
    // A file is what it holds, wherever it lies.
    line(text, "model", modelDigest.isEmpty() ? model : "");
    line(text, "modelDigest", modelDigest);
    line(text, "init", start.init());
    line(text, "readout", start.readout());
    transfer.ifPresent(
        from -> {
          line(text, "base", from.base());
          line(text, "law", from.law());
          line(text, "measure", from.measure());
          from.exponent().ifPresent(p -> line(text, "exponent", Double.toHexString(p)));
          line(text, "width", from.width());
        });
    line(text, "optimizer", optimizer);
    line(text, "learningRate", Double.toHexString(learningRate));
    line(text, "weightDecay", Double.toHexString(weightDecay));
    line(text, "schedule", schedule);
    line(text, "data", data);
    line(text, "augmented", Boolean.toString(augmented));
    line(text, "batch", Integer.toString(batch));
    line(text, "steps", Long.toString(steps));
    line(text, "loss", loss);
    abandonAbove.ifPresent(bound -> line(text, "abandonAbove", Double.toHexString(bound)));
    line(text, "evaluated", Boolean.toString(evaluated));
    line(text, "seed", Long.toString(seed));
    return text.toString();
  }

  /** Values are written with their length, so that no text can pass for another setting. */
  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value.length()).append(':').append(value).append('\n');
  }

  private byte[] digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(canonical().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
