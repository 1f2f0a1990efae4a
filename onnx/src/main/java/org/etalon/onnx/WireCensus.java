package org.etalon.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.etalon.graph.InputException;

/**
 * Goes over a model's bytes before any message is built from them, and refuses files that would
 * blow up in memory: a few megabytes can hold millions of empty messages.
 */
final class WireCensus {
  /** Messages inside each other; a graph within a node's attribute takes three. */
  static final int MOST_NESTING = 40;

  /** Fields in all; a graph of 100,000 nodes has about two million. */
  private static final int MOST_FIELDS = 6_000_000;

  // What things take in memory, roughly: a message, a text beside its letters, any other field.
  private static final int MESSAGE_BYTES = 120;
  private static final int TEXT_BYTES = 80;
  private static final int FIELD_BYTES = 32;

  /** A number in a list takes one byte in the file at least and eight in memory at most. */
  private static final int LIST_GROWTH = 8;

  /** The messages may fill this part of the memory; what is made of them needs the rest. */
  private static final int SHARE_OF_MEMORY = 3;

  private final String file;
  private final long memory = Runtime.getRuntime().maxMemory();
  private int fields;
  private long bytes;

  /**
   * A census of one file.
   *
   * @param file its name, for messages
   */
  WireCensus(String file) {
    this.file = file;
  }

  /**
   * Counts.
   *
   * @throws InputException if the model is too large or too deeply nested
   * @throws IOException if the bytes are no protobuf message
   */
  void count(CodedInputStream model) throws IOException {
    message(model, Kind.MODEL, 0);
  }

  private void message(CodedInputStream in, Kind kind, int nesting) throws IOException {
    if (nesting > MOST_NESTING) {
      throw new InputException(
          file,
          "nests messages more than " + MOST_NESTING + " deep",
          "export the model without graphs inside graphs");
    }
    take(MESSAGE_BYTES);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++fields > MOST_FIELDS) {
        throw new InputException(
            file,
            "holds more than " + MOST_FIELDS + " fields",
            "split the model, or export it without unrolled loops");
      }
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        take(FIELD_BYTES);
        in.skipField(tag);
        continue;
      }
      Kind child = kind.child(WireFormat.getTagFieldNumber(tag));
      int length = in.readRawVarint32();
      switch (child) {
        case WEIGHTS -> in.skipRawBytes(length);
        case TEXT -> {
          take((long) TEXT_BYTES + length);
          in.skipRawBytes(length);
        }
        case FIXED_LIST -> {
          take(length);
          in.skipRawBytes(length);
        }
        case LIST -> {
          take((long) LIST_GROWTH * length);
          in.skipRawBytes(length);
        }
        default -> {
          int limit = in.pushLimit(length);
          message(in, child, nesting + 1);
          in.checkLastTagWas(0);
          in.popLimit(limit);
        }
      }
    }
  }

  private void take(long more) {
    bytes += more;
    if (bytes > memory / SHARE_OF_MEMORY) {
      throw new InputException(
          file,
          "would fill more than a third of the "
              + (memory >> 20)
              + " MB that Java may use, stored weights not counted",
          "allow more (JAVA_TOOL_OPTIONS=-Xmx4g), or split the model");
    }
  }

  /**
   * What a field of type "bytes follow" holds, by the field numbers of onnx-ml.proto. Whatever is
   * not listed is text to be kept as it is.
   */
  private enum Kind {
    MODEL,
    TRAINING,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE_TENSOR,
    VALUE,
    TYPE,
    TENSOR_TYPE,
    ELEMENT_TYPE,
    MAP_TYPE,
    SHAPE,
    ANNOTATION,
    /** A message of texts and numbers only. */
    LEAF,
    /** Whole numbers of varying length. */
    LIST,
    /** Numbers of four or eight bytes. */
    FIXED_LIST,
    /** Raw data: stay where they are. */
    WEIGHTS,
    TEXT;

    Kind child(int field) {
      return switch (this) {
        case MODEL ->
            switch (field) {
              case 7 -> GRAPH;
              case 8, 14 -> LEAF;
              case 20 -> TRAINING;
              case 25 -> FUNCTION;
              default -> TEXT;
            };
        case TRAINING -> field <= 2 ? GRAPH : field <= 4 ? LEAF : TEXT;
        case GRAPH ->
            switch (field) {
              case 1 -> NODE;
              case 5 -> TENSOR;
              case 11, 12, 13 -> VALUE;
              case 14 -> ANNOTATION;
              case 15 -> SPARSE_TENSOR;
              default -> TEXT;
            };
        case FUNCTION ->
            switch (field) {
              case 7 -> NODE;
              case 9 -> LEAF;
              case 11 -> ATTRIBUTE;
              default -> TEXT;
            };
        case NODE -> field == 5 ? ATTRIBUTE : TEXT;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 7 -> FIXED_LIST;
              case 8 -> LIST;
              case 14, 15 -> TYPE;
              case 22, 23 -> SPARSE_TENSOR;
              default -> TEXT;
            };
        case TENSOR ->
            switch (field) {
              case 1, 5, 7, 11 -> LIST;
              case 3, 13 -> LEAF;
              case 4, 10 -> FIXED_LIST;
              case 9 -> WEIGHTS;
              default -> TEXT;
            };
        case SPARSE_TENSOR -> field <= 2 ? TENSOR : field == 3 ? LIST : TEXT;
        case VALUE -> field == 2 ? TYPE : TEXT;
        case TYPE ->
            switch (field) {
              case 1, 8 -> TENSOR_TYPE;
              case 4, 9 -> ELEMENT_TYPE;
              case 5 -> MAP_TYPE;
              case 7 -> LEAF;
              default -> TEXT;
            };
        case TENSOR_TYPE -> field == 2 ? SHAPE : TEXT;
        case ELEMENT_TYPE -> field == 1 ? TYPE : TEXT;
        case MAP_TYPE -> field == 2 ? TYPE : TEXT;
        case SHAPE -> field == 1 ? LEAF : TEXT;
        case ANNOTATION -> field == 2 ? LEAF : TEXT;
        case LEAF, LIST, FIXED_LIST, WEIGHTS, TEXT -> TEXT;
      };
    }
  }
}
