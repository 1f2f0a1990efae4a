package org.etalon.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;

/**
 * An array in the format IDX: two zero bytes, the type of the elements, the number of axes, the
 * size of each axis (four bytes, the most significant first), the elements in row-major order,
 * big-endian.
 */
final class IdxFile {
  private final String where;
  private final Type type;
  private final int[] sizes;
  private final byte[] bytes;
  private final ByteBuffer data;

  private IdxFile(String where, Type type, int[] sizes, byte[] bytes) {
    this.where = where;
    this.type = type;
    this.sizes = sizes;
    this.bytes = bytes;
    this.data = ByteBuffer.wrap(bytes);
  }

  /** Types of elements. */
  enum Type {
    UNSIGNED_BYTE(0x08, 1),
    SIGNED_BYTE(0x09, 1),
    SHORT(0x0b, 2),
    INT(0x0c, 4),
    FLOAT(0x0d, 4),
    DOUBLE(0x0e, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  /**
   * Reads a file.
   *
   * @param what it holds, for messages: "images"
   * @param fewestAxes axes it needs
   * @param mostAxes axes it may have
   * @throws InputException if it is damaged or not of this format
   */
  static IdxFile read(Path path, String what, int fewestAxes, int mostAxes) {
    try (DataFile file = DataFile.open(path)) {
      byte[] magic = file.read(4, "the magic number");
      Type type =
          Arrays.stream(Type.values())
              .filter(t -> t.code == magic[2] && magic[0] == 0 && magic[1] == 0)
              .findFirst()
              .orElseThrow(
                  () ->
                      new InputException(
                          file.where(),
                          String.format(
                              "begins with 0x%08x, not with the magic number of an IDX file"
                                  + " (0x00000803 for images, 0x00000801 for labels)",
                              ByteBuffer.wrap(magic).getInt()),
                          "give an IDX file, plain or .gz"));
      int axes = magic[3];
      if (axes < fewestAxes || axes > mostAxes) {
        throw new InputException(
            file.where(),
            "has " + axes + " axes, which " + what + " do not have",
            "check that images and labels are not exchanged");
      }
      ByteBuffer header = ByteBuffer.wrap(file.read(4L * axes, "the sizes"));
      int[] sizes = new int[axes];
      long elements = 1;
      for (int i = 0; i < axes; i++) {
        sizes[i] = header.getInt();
        if (sizes[i] < 1 || sizes[i] > Memory.MOST_BYTES / elements) {
          throw new InputException(
              file.where(),
              "gives " + Integer.toUnsignedString(sizes[i]) + " as the size of axis " + (i + 1),
              "each must be at least 1, all together at most " + Memory.MOST_BYTES);
        }
        elements *= sizes[i];
      }
      byte[] data =
          file.read(
              elements * type.bytes,
              "its "
                  + Arrays.stream(sizes)
                      .mapToObj(Integer::toString)
                      .collect(Collectors.joining(" × "))
                  + " elements");
      file.requireEnd("its " + what);
      return new IdxFile(file.where(), type, sizes, data);
    }
  }

  /** The file, for messages. */
  String where() {
    return where;
  }

  /** The sizes of the axes, each at least 1. */
  int[] sizes() {
    return sizes;
  }

  /** The size of the first axis. */
  int count() {
    return sizes[0];
  }

  /** Numbers of one example: the product of all axes but the first. */
  int elementsPerExample() {
    return Arrays.stream(sizes).skip(1).reduce(1, (a, b) -> a * b);
  }

  /**
   * The elements as classes.
   *
   * @param classes how many there are
   * @throws InputException if one is not a whole number from 0 to classes − 1
   */
  int[] labels(int classes) {
    int[] labels = new int[count()];
    for (int i = 0; i < labels.length; i++) {
      double label = element(i);
      if (!(label >= 0 && label < classes && label == Math.rint(label))) {
        throw new InputException(
            where + ", record " + (i + 1),
            "label "
                + (label == Math.rint(label) ? Long.toString((long) label) : label)
                + " is not a whole number from 0 to "
                + (classes - 1),
            "check that the labels belong to these data");
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  /** The largest element. */
  double largest() {
    double largest = element(0);
    for (int i = 1; i < count(); i++) {
      largest = Math.max(largest, element(i));
    }
    return largest;
  }

  /**
   * The elements as examples.
   *
   * @throws InputException if one is not finite
   */
  Examples.Real examples(int[] labels) {
    int elements = elementsPerExample();
    if (type == Type.UNSIGNED_BYTE) {
      return new StoredBytes(bytes, elements, labels);
    }
    int count = labels.length * elements;
    Memory.require(where, 4L * count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) element(i);
      if (!Float.isFinite(values[i])) {
        throw new InputException(
            where + ", record " + (i / elements + 1),
            "element " + (i % elements + 1) + " is " + element(i) + ", not a finite number",
            "clean the data first");
      }
    }
    return new StoredFloats(values, elements, labels);
  }

  private double element(int index) {
    return switch (type) {
      case UNSIGNED_BYTE -> data.get(index) & 0xff;
      case SIGNED_BYTE -> data.get(index);
      case SHORT -> data.getShort(2 * index);
      case INT -> data.getInt(4 * index);
      case FLOAT -> data.getFloat(4 * index);
      case DOUBLE -> data.getDouble(8 * index);
    };
  }
}
