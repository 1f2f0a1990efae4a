package org.etalon.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Source;
import org.etalon.onnx.proto.StringStringEntryProto;
import org.etalon.onnx.proto.TensorProto;
import org.jspecify.annotations.Nullable;

/** A tensor stored in the file: its type and sizes, and its elements where they are few. */
final class RawTensor {
  /** Elements read at most; enough for masks and index lists, too few for weights. */
  private static final int MOST_ELEMENTS = 1 << 16;

  /** Elements that are not read again each time. */
  private static final int MOST_REMEMBERED = 1024;

  private static final long UNBOUNDED = 1L << 48;

  private final String name;
  private final long[] sizes;
  private final int type;
  private final TensorProto proto;
  private @Nullable Known remembered;

  /**
   * Makes a tensor that is known to be sound.
   *
   * @param name its name in the file
   * @param sizes its sizes, not to be changed
   * @param type ONNX's number of its element type
   * @param proto the message itself; the default instance for a parameter that is a graph input
   */
  RawTensor(String name, long[] sizes, int type, TensorProto proto) {
    this.name = name;
    this.sizes = sizes;
    this.type = type;
    this.proto = proto;
  }

  static RawTensor of(String name, TensorProto proto) {
    long[] sizes = new long[proto.getDimsCount()];
    if (sizes.length > 64) {
      throw new InputException(
          name, "is a tensor of " + sizes.length + " axes; at most 64 are read", "check the model");
    }
    long elements = 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = proto.getDims(i);
      if (sizes[i] < 0) {
        throw new InputException(
            name, "is a tensor with the negative size " + sizes[i], "export the model again");
      }
      if (sizes[i] > 0 && elements > UNBOUNDED / sizes[i]) {
        throw new InputException(
            name, "is a tensor of more than 2^48 elements", "export the model again");
      }
      elements *= sizes[i];
    }
    RawTensor tensor = new RawTensor(name, sizes, proto.getDataType(), proto);
    tensor.checkStorage(elements);
    return tensor;
  }

  /** Locations of external data must stay in the model's folder, though nothing is read there. */
  private void checkStorage(long elements) {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      for (StringStringEntryProto entry : proto.getExternalDataList()) {
        if (entry.getKey().equals("location")) {
          checkLocation(entry.getValue());
        }
      }
      return;
    }
    int width = bytesPerElement(type);
    if (proto.hasRawData() && !proto.getRawData().isEmpty() && width > 0) {
      if (proto.getRawData().size() != elements * width) {
        throw new InputException(
            name,
            "stores "
                + proto.getRawData().size()
                + " bytes where its shape asks for "
                + elements * width,
            "the file is damaged; export the model again");
      }
    }
  }

  private void checkLocation(String location) {
    String portable = location.replace('\\', '/');
    boolean leaves = portable.startsWith("/") || portable.matches("[A-Za-z]:.*");
    for (String part : portable.split("/", -1)) {
      leaves |= part.equals("..");
    }
    if (leaves || location.indexOf('\0') >= 0) {
      throw new InputException(
          name,
          "keeps its data outside the model's folder ('" + location + "')",
          "move the data beside the model and export again");
    }
  }

  /** Its name in the file. */
  String name() {
    return name;
  }

  /** Its sizes. Not to be changed. */
  long[] sizes() {
    return sizes;
  }

  /** ONNX's number of its element type. */
  int type() {
    return type;
  }

  /** The message itself. */
  TensorProto proto() {
    return proto;
  }

  /** The same tensor under another name. */
  RawTensor named(String other) {
    return new RawTensor(other, sizes, type, proto);
  }

  boolean isReal() {
    return isReal(type);
  }

  static boolean isReal(int type) {
    // FLOAT, FLOAT16, DOUBLE, BFLOAT16 and the 8- and 4-bit floats.
    return type == 1 || type == 10 || type == 11 || (type >= 16 && type <= 20) || type == 23;
  }

  boolean isInteger() {
    return (type >= 2 && type <= 7) || type == 9 || type == 12 || type == 13;
  }

  long elements() {
    long elements = 1;
    for (long size : sizes) {
      elements *= size;
    }
    return elements;
  }

  private static int bytesPerElement(int type) {
    return switch (type) {
      case 1, 6, 12 -> 4;
      case 2, 3, 9 -> 1;
      case 4, 5, 10, 16 -> 2;
      case 7, 11, 13 -> 8;
      default -> 0;
    };
  }

  /** The elements, where they are stored in the file itself and few enough. */
  Optional<Known> known() {
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<Known> read = read(MOST_ELEMENTS);
    if (elements() <= MOST_REMEMBERED) {
      remembered = read.orElse(null);
    }
    return read;
  }

  /** The elements where they are few indeed, such as axes. */
  Optional<Known> few() {
    return elements() <= MOST_REMEMBERED ? known() : Optional.empty();
  }

  /** The elements of a constant, of which many are kept. */
  Optional<Known> all() {
    return read(Source.Constant.MOST_VALUES);
  }

  private Optional<Known> read(int most) {
    long count = elements();
    boolean external = proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (external || count > most || !(isReal() || isInteger())) {
      return Optional.empty();
    }
    return !isStored(count)
        ? Optional.empty()
        : isReal() ? reals((int) count) : integers((int) count);
  }

  /** Whether the file holds the elements; weights are often left out of it. */
  private boolean isStored(long count) {
    if (!proto.getRawData().isEmpty()) {
      int width = bytesPerElement(type);
      return width > 0 && proto.getRawData().size() >= count * width;
    }
    int listed =
        switch (type) {
          case 1 -> proto.getFloatDataCount();
          case 11 -> proto.getDoubleDataCount();
          case 7 -> proto.getInt64DataCount();
          case 12, 13 -> proto.getUint64DataCount();
          default -> proto.getInt32DataCount();
        };
    return listed >= count;
  }

  private Optional<Known> reals(int n) {
    double[] values = new double[n];
    ByteBuffer raw = raw();
    if (raw.remaining() > 0) {
      for (int i = 0; i < n; i++) {
        values[i] =
            switch (type) {
              case 1 -> raw.getFloat(i * 4);
              case 11 -> raw.getDouble(i * 8);
              case 10 -> half(raw.getShort(i * 2));
              default -> Float.intBitsToFloat((raw.getShort(i * 2) & 0xffff) << 16);
            };
      }
      return Optional.of(Known.reals(sizes, values));
    }
    List<? extends Number> stored =
        type == 1
            ? proto.getFloatDataList()
            : type == 11 ? proto.getDoubleDataList() : proto.getInt32DataList();
    for (int i = 0; i < n; i++) {
      double value = stored.get(i).doubleValue();
      values[i] =
          type == 10
              ? half((short) value)
              : type == 16 ? Float.intBitsToFloat(((int) value & 0xffff) << 16) : value;
    }
    return Optional.of(Known.reals(sizes, values));
  }

  private Optional<Known> integers(int n) {
    Dim[] values = new Dim[n];
    ByteBuffer raw = raw();
    if (raw.remaining() > 0) {
      for (int i = 0; i < n; i++) {
        values[i] =
            Dim.of(
                switch (type) {
                  case 2 -> raw.get(i) & 0xff;
                  case 3, 9 -> raw.get(i);
                  case 4 -> raw.getShort(i * 2) & 0xffff;
                  case 5 -> raw.getShort(i * 2);
                  case 6 -> raw.getInt(i * 4);
                  case 12 -> raw.getInt(i * 4) & 0xffffffffL;
                  default -> raw.getLong(i * 8);
                });
      }
      return Optional.of(Known.integers(sizes, values));
    }
    List<? extends Number> stored =
        type == 7
            ? proto.getInt64DataList()
            : type == 12 || type == 13 ? proto.getUint64DataList() : proto.getInt32DataList();
    for (int i = 0; i < n; i++) {
      values[i] = Dim.of(stored.get(i).longValue());
    }
    return Optional.of(Known.integers(sizes, values));
  }

  private ByteBuffer raw() {
    ByteString bytes = proto.getRawData();
    return bytes.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        exponent == 0
            ? fraction * 0x1p-24
            : exponent == 31
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return bits < 0 ? -magnitude : magnitude;
  }
}
