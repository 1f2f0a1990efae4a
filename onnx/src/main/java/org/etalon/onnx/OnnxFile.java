package org.etalon.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.ModelProto;

/**
 * Turns a file's bytes into messages, within limits.
 *
 * <p>A large file is mapped, not copied, and the weights in it stay where they are. Before anything
 * is built, the messages are counted on the wire, so that a file that would blow up in memory
 * (millions of empty messages in a few megabytes) is refused by its count.
 */
final class OnnxFile {
  /** A protobuf message cannot be larger. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /** Files up to this size are copied rather than mapped: quicker for small ones. */
  private static final long MOST_COPIED = 16L << 20;

  /**
   * Nodes, attributes, tensors and values together; a graph of 100,000 nodes has about a million.
   */
  private static final int MOST_MESSAGES = 6_000_000;

  /** Scalars that would be copied to the heap: number lists outside raw data. */
  private static final long MOST_HEAP_BYTES = 256L << 20;

  private static final int MOST_NESTING = 40;

  private static final String REDO = "export or download the model again";

  private OnnxFile() {}

  /**
   * Reads a model.
   *
   * @throws InputException if the file is unreadable, too large, or not an ONNX model
   */
  static ModelProto read(Path file) {
    ByteString bytes = map(file);
    if (bytes.isEmpty()) {
      throw new InputException(file.toString(), "is empty; expected an ONNX model", REDO);
    }
    try {
      new Census(file).count(bytes);
      CodedInputStream in = bytes.newCodedInput();
      in.enableAliasing(true);
      in.setSizeLimit(Integer.MAX_VALUE);
      in.setRecursionLimit(MOST_NESTING);
      ModelProto model = ModelProto.parseFrom(in);
      in.checkLastTagWas(0);
      if (!model.hasGraph()) {
        throw new InputException(
            file.toString(), "holds no graph; it is no ONNX model, or it is cut off", REDO);
      }
      return model;
    } catch (InvalidProtocolBufferException malformed) {
      throw new InputException(
          file.toString(), "is no ONNX model or is damaged (" + malformed.getMessage() + ")", REDO);
    } catch (IOException unreadable) {
      throw new InputException(
          file.toString(), "cannot be read (" + unreadable.getMessage() + ")", REDO);
    }
  }

  private static ByteString map(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new InputException(
            file.toString(),
            Files.exists(file) ? "is not a regular file" : "does not exist",
            "give the path of an ONNX file");
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long size = channel.size();
        if (size > MOST_BYTES) {
          throw new InputException(
              file.toString(),
              "has " + size + " bytes; an ONNX file cannot have more than " + MOST_BYTES,
              "export with the weights as external data");
        }
        if (size <= MOST_COPIED) {
          return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
        }
        return UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
      }
    } catch (IOException unreadable) {
      throw new InputException(
          file.toString(), "cannot be read (" + unreadable + ")", "check its permissions");
    }
  }

  /** Counts messages and list bytes on the wire, without building anything. */
  private static final class Census {
    private final Path file;
    private int messages;
    private long heapBytes;

    Census(Path file) {
      this.file = file;
    }

    void count(ByteString bytes) throws IOException {
      CodedInputStream in = bytes.newCodedInput();
      in.setSizeLimit(Integer.MAX_VALUE);
      in.setRecursionLimit(MOST_NESTING);
      message(in, Kind.MODEL, 0);
    }

    private void message(CodedInputStream in, Kind kind, int nesting) throws IOException {
      if (nesting > MOST_NESTING) {
        throw new InputException(
            file.toString(),
            "nests graphs more than " + MOST_NESTING + " messages deep",
            "this is no model Etalon reads");
      }
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        if (++messages > MOST_MESSAGES) {
          throw new InputException(
              file.toString(),
              "holds more than " + MOST_MESSAGES + " messages and fields",
              "split the model, or export it without unrolled loops");
        }
        Kind child = kind.child(field);
        if (child == Kind.SKIP || WireFormat.getTagWireType(tag) != 2) {
          if (!in.skipField(tag)) {
            return;
          }
          continue;
        }
        int length = in.readRawVarint32();
        if (child == Kind.LIST) {
          heapBytes += length;
          if (heapBytes > MOST_HEAP_BYTES) {
            throw new InputException(
                file.toString(),
                "holds more than " + MOST_HEAP_BYTES + " bytes of numbers outside raw data",
                "export with the weights as raw or external data");
          }
          in.skipRawBytes(length);
        } else {
          int limit = in.pushLimit(length);
          message(in, child, nesting + 1);
          in.checkLastTagWas(0);
          in.popLimit(limit);
        }
      }
    }
  }

  /** The messages that can hold others, by the field numbers of onnx-ml.proto. */
  private enum Kind {
    MODEL,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE,
    VALUE,
    TYPE,
    TENSOR_TYPE,
    SHAPE,
    LIST,
    LEAF,
    SKIP;

    Kind child(int field) {
      return switch (this) {
        case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : SKIP;
        case GRAPH ->
            switch (field) {
              case 1 -> NODE;
              case 5 -> TENSOR;
              case 15 -> SPARSE;
              case 11, 12, 13 -> VALUE;
              default -> SKIP;
            };
        case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : SKIP;
        case NODE -> field == 5 ? ATTRIBUTE : SKIP;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 22, 23 -> SPARSE;
              case 7, 8 -> LIST;
              default -> SKIP;
            };
        case TENSOR ->
            field == 1 || field == 4 || field == 5 || field == 7 || field == 10 || field == 11
                ? LIST
                : SKIP;
        case SPARSE -> field == 1 || field == 2 ? TENSOR : field == 3 ? LIST : SKIP;
        case VALUE -> field == 2 ? TYPE : SKIP;
        case TYPE -> field == 1 ? TENSOR_TYPE : SKIP;
        case TENSOR_TYPE -> field == 2 ? SHAPE : SKIP;
        case SHAPE -> field == 1 ? LEAF : SKIP;
        case LIST, LEAF, SKIP -> SKIP;
      };
    }
  }
}
