package org.etalon.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model whose weights fill the file. The messages are copied without the weights, which
 * stay on disk; those of the main graph can be looked into through a mapping of the file, so that
 * memory does not grow with the weights.
 */
final class LargeModel {
  /** Tensors up to this size are kept: constants, index lists, masks. */
  private static final int MOST_KEPT = 1 << 16;

  /** A text or list of another kind is no larger in any model worth reading. */
  private static final int MOST_OTHER = 64 << 20;

  private final String file;

  /** Where the weights of the main graph's stored tensors lie, by number; null where kept. */
  private final List<@Nullable Span> weights = new ArrayList<>();

  private @Nullable Span skipped;

  private record Span(int start, int length) {}

  private LargeModel(String file) {
    this.file = file;
  }

  /**
   * Reads a model.
   *
   * @param file a file of at most 2^31 − 1 bytes
   * @throws InputException if the model is too large even without its weights
   * @throws IOException if the file cannot be read or is no protobuf message
   */
  static ModelProto read(Path file) throws IOException {
    return new LargeModel(file.toString()).model(file);
  }

  private ModelProto model(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      new WireCensus(this.file).count(decoder(stream));
    }
    ByteString messages;
    try (InputStream stream = Files.newInputStream(file)) {
      messages = copy(decoder(stream), Kind.MODEL, 0);
    }
    ModelProto.Builder model = ModelProto.parseFrom(messages).toBuilder();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      GraphProto.Builder graph = model.getGraphBuilder();
      for (int i = 0; i < weights.size(); i++) {
        Span span = weights.get(i);
        if (span != null) {
          graph
              .getInitializerBuilder(i)
              .setRawData(UnsafeByteOperations.unsafeWrap(bytes.slice(span.start, span.length)));
        }
      }
    }
    return model.build();
  }

  private static CodedInputStream decoder(InputStream stream) {
    CodedInputStream in = CodedInputStream.newInstance(stream, 1 << 16);
    in.setSizeLimit(Integer.MAX_VALUE);
    in.setRecursionLimit(WireCensus.MOST_NESTING);
    return in;
  }

  /** The messages that lead to tensors; anything else is copied as it is. */
  private enum Kind {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    WEIGHTS,
    OTHER;

    Kind child(int field) {
      return switch (this) {
        case MODEL -> field == 7 ? GRAPH : OTHER;
        case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : OTHER;
        case NODE -> field == 5 ? ATTRIBUTE : OTHER;
        case ATTRIBUTE -> field == 5 || field == 10 ? TENSOR : field == 6 ? GRAPH : OTHER;
        case TENSOR ->
            switch (field) {
              case 4, 5, 7, 9, 10, 11 -> WEIGHTS;
              default -> OTHER;
            };
        case WEIGHTS, OTHER -> OTHER;
      };
    }
  }

  private ByteString copy(CodedInputStream in, Kind kind, int nesting) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_VARINT -> {
          out.writeUInt32NoTag(tag);
          out.writeUInt64NoTag(in.readRawVarint64());
        }
        case WireFormat.WIRETYPE_FIXED64 -> {
          out.writeUInt32NoTag(tag);
          out.writeFixed64NoTag(in.readRawLittleEndian64());
        }
        case WireFormat.WIRETYPE_FIXED32 -> {
          out.writeUInt32NoTag(tag);
          out.writeFixed32NoTag(in.readRawLittleEndian32());
        }
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
          ByteString value = value(in, kind, field, nesting);
          if (value != null) {
            out.writeBytes(field, value);
          }
        }
        default -> throw new InvalidProtocolBufferException("a field of an unknown wire type");
      }
    }
    out.flush();
    return bytes.toByteString();
  }

  /** The bytes of a field, shortened inside; {@code null} where they are weights to leave out. */
  private @Nullable ByteString value(CodedInputStream in, Kind kind, int field, int nesting)
      throws IOException {
    int length = in.readRawVarint32();
    Kind child = kind.child(field);
    if (child == Kind.WEIGHTS && length > MOST_KEPT) {
      // Only raw bytes can be looked into later; other lists are left out for good.
      skipped = field == 9 ? new Span(in.getTotalBytesRead(), length) : null;
      in.skipRawBytes(length);
      return null;
    }
    if (child == Kind.OTHER || child == Kind.WEIGHTS) {
      if (length < 0 || length > MOST_OTHER) {
        throw new InputException(
            file,
            "holds a field of " + length + " bytes that is no tensor",
            "export the model again");
      }
      return ByteString.copyFrom(in.readRawBytes(length));
    }
    int limit = in.pushLimit(length);
    skipped = null;
    ByteString shortened = copy(in, child, nesting + 1);
    in.checkLastTagWas(0);
    in.popLimit(limit);
    if (nesting == 1 && kind == Kind.GRAPH && child == Kind.TENSOR) {
      weights.add(skipped);
    }
    return shortened;
  }
}
