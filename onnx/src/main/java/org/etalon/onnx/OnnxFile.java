package org.etalon.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.ModelProto;

/**
 * Turns a file's bytes into messages, within limits.
 *
 * <p>Before anything is built, {@link WireCensus} refuses what would blow up in memory. The weights
 * of a large file stay on disk, see {@link LargeModel}.
 */
final class OnnxFile {
  /** A protobuf message cannot be larger. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /** Files up to this size are read as a whole, the weights included. */
  private static final long MOST_COPIED = 16L << 20;

  private static final String REDO = "export or download the model again";

  private OnnxFile() {}

  /**
   * Reads a model.
   *
   * @throws InputException if the file is unreadable, too large, or not an ONNX model
   */
  static ModelProto read(Path file) {
    try {
      ModelProto model = size(file) <= MOST_COPIED ? whole(file) : LargeModel.read(file);
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
          file.toString(), "cannot be read (" + unreadable + ")", "check its permissions");
    }
  }

  private static long size(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file.toString(),
          Files.exists(file) ? "is not a regular file" : "does not exist",
          "give the path of an ONNX file");
    }
    long size = Files.size(file);
    if (size == 0) {
      throw new InputException(file.toString(), "is empty; expected an ONNX model", REDO);
    }
    if (size > MOST_BYTES) {
      throw new InputException(
          file.toString(),
          "has " + size + " bytes; an ONNX file cannot have more than " + MOST_BYTES,
          "export with the weights as external data");
    }
    return size;
  }

  private static ModelProto whole(Path file) throws IOException {
    ByteString bytes = UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
    new WireCensus(file.toString()).count(decoder(bytes));
    CodedInputStream in = decoder(bytes);
    in.enableAliasing(true);
    ModelProto model = ModelProto.parseFrom(in);
    in.checkLastTagWas(0);
    return model;
  }

  private static CodedInputStream decoder(ByteString bytes) {
    CodedInputStream in = bytes.newCodedInput();
    in.setSizeLimit(Integer.MAX_VALUE);
    in.setRecursionLimit(WireCensus.MOST_NESTING);
    return in;
  }
}
