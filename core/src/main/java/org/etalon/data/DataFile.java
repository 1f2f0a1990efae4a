package org.etalon.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.etalon.graph.InputException;

/**
 * A file of data, plain or compressed by gzip (told by how it begins), read from front to back.
 * Whatever goes wrong is an {@link InputException} that names the file.
 */
final class DataFile implements AutoCloseable {
  /** Deflate cannot shrink anything further than by this factor. */
  private static final long MOST_EXPANSION = 1032;

  private final String where;
  private final InputStream in;
  private final boolean zipped;
  private final long stored;
  private long position;

  private DataFile(String where, InputStream in, boolean zipped, long stored) {
    this.where = where;
    this.in = in;
    this.zipped = zipped;
    this.stored = stored;
  }

  /** Opens a file; links are followed. */
  static DataFile open(Path path) {
    String where = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          where, Files.exists(path) ? "is not a file" : "no file is there", "check the path");
    }
    try {
      return open(where, Files.newInputStream(path), Files.size(path));
    } catch (IOException failure) {
      throw unreadable(where, failure);
    }
  }

  /** Opens a stream of known length. */
  static DataFile open(String where, InputStream source, long length) throws IOException {
    BufferedInputStream in = new BufferedInputStream(source, 1 << 16);
    try {
      in.mark(2);
      boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return new DataFile(where, zipped ? new GZIPInputStream(in, 1 << 16) : in, zipped, length);
    } catch (IOException failure) {
      in.close();
      throw failure;
    }
  }

  /** The file's name, for messages. */
  String where() {
    return where;
  }

  /** Bytes that are yet to come at most: exact for a plain file. */
  private long most() {
    return zipped ? stored * MOST_EXPANSION - position : stored - position;
  }

  /**
   * Reads a number of bytes.
   *
   * @param count how many, at least 0
   * @param what they are, for messages: "the labels"
   * @throws InputException if the file ends before
   */
  byte[] read(long count, String what) {
    if (count > most()) {
      throw truncated(count, what);
    }
    Memory.require(where, count);
    byte[] bytes = new byte[(int) count];
    int got = into(bytes);
    if (got < count) {
      throw truncated(count, what);
    }
    return bytes;
  }

  /**
   * Reads all that is left.
   *
   * @param most bytes that are read, less where Java may use little memory
   * @throws InputException if there are more
   */
  byte[] readAll(int most) {
    // A compressed file does not tell beforehand how much it holds.
    int limit = (int) Math.min(most, Runtime.getRuntime().maxMemory() / 4);
    try {
      byte[] bytes = in.readNBytes((int) Math.min(limit, Math.max(0, most())));
      position += bytes.length;
      if (in.read() >= 0) {
        throw new InputException(
            where, "holds more than " + (limit >> 20) + " MiB", "give a part of it");
      }
      return bytes;
    } catch (IOException failure) {
      throw unreadable(where, failure);
    }
  }

  /**
   * Checks that nothing is left.
   *
   * @param expected what the file should hold, for the message
   */
  void requireEnd(String expected) {
    try {
      if (in.read() >= 0) {
        throw new InputException(
            where, "goes on after byte " + position + ", where " + expected + " end", wayOut());
      }
    } catch (IOException failure) {
      throw unreadable(where, failure);
    }
  }

  private int into(byte[] bytes) {
    try {
      int got = in.readNBytes(bytes, 0, bytes.length);
      position += got;
      return got;
    } catch (IOException failure) {
      throw unreadable(where, failure);
    }
  }

  private InputException truncated(long count, String what) {
    return new InputException(
        where, "ends within " + what + ", which take " + count + " bytes", wayOut());
  }

  private static String wayOut() {
    return "fetch the file again";
  }

  static InputException unreadable(String where, Exception failure) {
    return new InputException(
        where, "cannot be read (" + failure + ")", "check the file and its permissions");
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failure) {
      throw unreadable(where, failure);
    }
  }
}
