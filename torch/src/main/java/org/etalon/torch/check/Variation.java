package org.etalon.torch.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.width.WidthComparison;

/**
 * The networks of a check: a family's, alike but for one key.
 *
 * @param model the family with its other settings
 * @param key what is varied, such as {@code width} or {@code depth}
 * @param values its values, ascending, at least two, each once and positive
 */
public record Variation(ModelReference model, String key, List<Integer> values) {
  /** What of a network grows with the values. */
  public enum Axis {
    /** Features of hidden representations. */
    WIDTH("width"),
    /** The number of layers or blocks. */
    DEPTH("depth");

    private final String id;

    Axis(String id) {
      this.id = id;
    }

    /** The name in documents. */
    public String id() {
      return id;
    }
  }

  /**
   * Sorts the values.
   *
   * @throws InputException for fewer than two different values, or one that is not positive
   */
  public Variation {
    values = List.copyOf(new TreeSet<>(values));
    if (values.size() < 2) {
      throw new InputException(
          "--vary " + key,
          "gives " + values.size() + " values, through which no slope goes",
          "give at least two different ones, better three: --vary " + key + "=64,128,256");
    }
    if (values.get(0) < 1) {
      throw new InputException(
          "--vary " + key, values.get(0) + " is no size", "give values of 1 or more");
    }
  }

  /**
   * Reads {@code key=a,b,c}.
   *
   * @throws InputException if the text has another form
   */
  public static Variation parse(ModelReference model, String text) {
    int equals = text.indexOf('=');
    List<Integer> values = new ArrayList<>();
    if (equals > 0) {
      for (String part : text.substring(equals + 1).split(",", -1)) {
        if (!part.strip().matches("[0-9]{1,9}")) {
          throw malformed(text);
        }
        values.add(Integer.parseInt(part.strip()));
      }
    }
    if (values.isEmpty()) {
      throw malformed(text);
    }
    return new Variation(model, text.substring(0, equals).strip(), values);
  }

  private static InputException malformed(String text) {
    return new InputException(
        "--vary " + text, "is not of the form key=a,b,c", "write it as in --vary width=64,128,256");
  }

  /**
   * Builds and analyses the networks, in the order of the values.
   *
   * @throws InputException if the family cannot be built so
   */
  public List<Network> networks() {
    return values.stream().map(value -> model.with(key, value.toString()).network()).toList();
  }

  /**
   * What differs between the networks.
   *
   * @throws InputException if neither width nor depth does
   */
  public Axis axis(List<Network> networks) {
    Network smallest = networks.get(0);
    Network largest = networks.get(networks.size() - 1);
    boolean deeper = largest.depths().layers() != smallest.depths().layers();
    if (WidthComparison.of(smallest, largest).differs()) {
      return Axis.WIDTH;
    }
    if (deeper) {
      return Axis.DEPTH;
    }
    throw new InputException(
        "--vary " + key,
        "changes neither width nor depth of " + model.text(),
        "vary width, depth or blocks");
  }
}
