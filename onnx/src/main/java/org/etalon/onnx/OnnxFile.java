package org.etalon.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
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
 * is built, {@link WireCensus} refuses what would blow up in memory.
 */
final class OnnxFile {
  /** A protobuf message cannot be larger. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /** Files up to this size are copied rather than mapped: quicker for small ones. */
  private static final long MOST_COPIED = 16L << 20;

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
      new WireCensus(file.toString()).count(bytes);
      CodedInputStream in = bytes.newCodedInput();
      in.enableAliasing(true);
      in.setSizeLimit(Integer.MAX_VALUE);
      in.setRecursionLimit(WireCensus.MOST_NESTING);
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
}
