package org.etalon.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.etalon.graph.InputException;

/**
 * Reads PNG and JPEG files as squares of one size: the middle square of the image, resized. Opacity
 * is ignored; grey from colours is ITU-R BT.601's luma.
 */
final class ImageDecoder {
  private static final int MOST_FILE_BYTES = 64 << 20;
  private static final int IEND = 0x49454e44;
  private static final int MOST_SIDE = 1 << 15;
  private static final long MOST_PIXELS = 64_000_000;

  /** Deflate cannot shrink anything further, so a small PNG of more pixels is a bomb or damaged. */
  private static final long MOST_EXPANSION = 1032;

  /** Warnings of the JPEG reader after which it makes up the rest of the picture. */
  private static final Pattern DAMAGE = Pattern.compile("(?i)premature|truncated|corrupt");

  private static final String REPLACE = "replace it by an RGB or grey PNG or JPEG, or remove it";

  private final int side;
  private final int channels;

  /**
   * A decoder.
   *
   * @param side of the results, in pixels
   * @param channels 1 for grey, 3 for red, green, blue
   */
  ImageDecoder(int side, int channels) {
    this.side = side;
    this.channels = channels;
  }

  /**
   * Reads an image.
   *
   * @param into where its channels × side × side bytes go
   * @param offset of the first
   */
  void read(Path path, byte[] into, int offset) {
    BufferedImage image = decode(path);
    int square = Math.min(image.getWidth(), image.getHeight());
    int left = (image.getWidth() - square) / 2;
    int top = (image.getHeight() - square) / 2;
    Resampling resampling = new Resampling(square, square, side, side);
    float[][] rows = new float[channels][square * side];
    float[][] row = new float[channels][square];
    for (int y = 0; y < square; y++) {
      row(image, left, top + y, row);
      for (int c = 0; c < channels; c++) {
        resampling.row(row[c], 0, rows[c], y * side);
      }
    }
    float[] plane = new float[side * side];
    int at = offset;
    for (int c = 0; c < channels; c++) {
      resampling.columns(rows[c], plane, 0);
      for (float value : plane) {
        into[at++] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }

  private void row(BufferedImage image, int left, int y, float[][] into) {
    int width = into[0].length;
    boolean grey =
        image.getColorModel().getNumColorComponents() == 1
            && !(image.getColorModel() instanceof IndexColorModel);
    if (grey) {
      // getRGB would take the grey levels for linear light and brighten them.
      Raster raster = image.getRaster();
      int bits = image.getColorModel().getComponentSize(0);
      float scale = 255f / ((1L << bits) - 1);
      raster.getSamples(left, y, width, 1, 0, into[0]);
      for (int x = 0; x < width; x++) {
        into[0][x] *= scale;
      }
      for (int c = 1; c < channels; c++) {
        System.arraycopy(into[0], 0, into[c], 0, width);
      }
      return;
    }
    int[] colours = image.getRGB(left, y, width, 1, new int[width], 0, width);
    for (int x = 0; x < width; x++) {
      int red = colours[x] >> 16 & 0xff;
      int green = colours[x] >> 8 & 0xff;
      int blue = colours[x] & 0xff;
      if (channels == 1) {
        into[0][x] = 0.299f * red + 0.587f * green + 0.114f * blue;
      } else {
        into[0][x] = red;
        into[1][x] = green;
        into[2][x] = blue;
      }
    }
  }

  private static BufferedImage decode(Path path) {
    String where = path.toString();
    byte[] bytes;
    try (DataFile file = DataFile.open(path)) {
      bytes = file.readAll(MOST_FILE_BYTES);
    }
    boolean png = begins(bytes, 0x89, 'P', 'N', 'G');
    if (!png && !begins(bytes, 0xff, 0xd8, 0xff)) {
      throw new InputException(
          where, "is neither PNG nor JPEG inside", "convert it, or remove it from the folder");
    }
    // The stream keeps to memory; ImageIO's own would write the file to disk once more.
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg");
      if (!readers.hasNext()) {
        throw new InputException(where, "this Java reads no images", "use a complete Java runtime");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        requireModest(where, reader.getWidth(0), reader.getHeight(0), png, bytes.length);
        if (png) {
          requireWholePng(where, bytes);
        }
        BufferedImage image = reader.read(0);
        for (String warning : warnings) {
          if (DAMAGE.matcher(warning).find()) {
            throw new InputException(where, "is damaged (" + warning + ")", REPLACE);
          }
        }
        return image;
      } finally {
        reader.dispose();
      }
    } catch (IOException failure) {
      throw unreadable(where, failure);
    } catch (InputException bad) {
      throw bad;
    } catch (RuntimeException failure) {
      // Java's readers meet damaged files with many kinds of exception.
      throw unreadable(where, failure);
    }
  }

  private static InputException unreadable(String where, Exception failure) {
    return new InputException(where, "cannot be decoded (" + failure + ")", REPLACE);
  }

  /** Checks lengths and checksums of a PNG's chunks, which Java's reader does not. */
  private static void requireWholePng(String where, byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    int at = 8;
    while (at + 12 <= bytes.length) {
      int length = data.getInt(at);
      if (length < 0 || length > bytes.length - at - 12) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(bytes, at + 4, length + 4);
      if ((int) sum.getValue() != data.getInt(at + 8 + length)) {
        throw new InputException(where, "is damaged (a checksum is wrong)", REPLACE);
      }
      if (data.getInt(at + 4) == IEND) {
        return;
      }
      at += length + 12;
    }
    throw new InputException(where, "is truncated", REPLACE);
  }

  private static void requireModest(String where, int width, int height, boolean png, long stored) {
    long pixels = (long) width * height;
    if (width < 1
        || height < 1
        || width > MOST_SIDE
        || height > MOST_SIDE
        || pixels > MOST_PIXELS) {
      throw new InputException(
          where,
          "is " + width + " × " + height + " pixels; at most " + MOST_PIXELS + " are read",
          "shrink it first");
    }
    if (png && pixels / 8 > stored * MOST_EXPANSION) {
      throw new InputException(
          where,
          "claims " + width + " × " + height + " pixels, which its size cannot hold",
          "replace or remove it");
    }
    Memory.require(where, 4 * pixels);
  }

  private static boolean begins(byte[] bytes, int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
