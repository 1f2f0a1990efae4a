package org.etalon.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Writes small valid files of every kind. */
final class DataFiles {
  private DataFiles() {}

  /** Bytes as given, cut to eight bits. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** An IDX file: type code, sizes, and the data that follow. */
  static byte[] idx(int type, int[] sizes, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {0, 0, (byte) type, (byte) sizes.length});
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(data);
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  /** Ten training and five test images of 2 × 3 pixels, in two classes. */
  static Path idxFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(10));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(10));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(5)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(5)));
    return folder;
  }

  private static byte[] images(int count) throws IOException {
    byte[] data = new byte[count * 6];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (4 * i);
    }
    return idx(8, new int[] {count, 2, 3}, data);
  }

  private static byte[] labels(int count) throws IOException {
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = (byte) (i % 2);
    }
    return idx(8, new int[] {count}, data);
  }

  /** Records of CIFAR; the label of record i is i mod classes, its pixel j is i + j, in a byte. */
  static byte[] cifar(int records, int labelBytes, int classes) {
    int record = labelBytes + 3072;
    byte[] data = new byte[records * record];
    for (int i = 0; i < records; i++) {
      if (labelBytes == 2) {
        data[i * record] = (byte) (i % 20);
      }
      data[i * record + labelBytes - 1] = (byte) (i % classes);
      for (int j = 0; j < 3072; j++) {
        data[i * record + labelBytes + j] = (byte) (i + j);
      }
    }
    return data;
  }

  static Path cifarFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("data_batch_1.bin"), cifar(12, 1, 10));
    Files.write(folder.resolve("data_batch_2.bin"), cifar(3, 1, 10));
    Files.write(folder.resolve("test_batch.bin"), cifar(4, 1, 10));
    return folder;
  }

  /** Two classes of five images each: {@code dark} and {@code light}. */
  static Path imageFolder(Path folder) throws IOException {
    for (String name : List.of("dark", "light")) {
      Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < 5; i++) {
        int level = (name.equals("dark") ? 10 : 200) + i;
        boolean png = i % 2 == 0;
        Path file = folder.resolve(name).resolve(i + (png ? ".png" : ".jpg"));
        Files.write(file, image(png ? "png" : "jpg", 6, 4, level * 0x010101));
      }
    }
    return folder;
  }

  /** An image of one colour. */
  static byte[] image(String format, int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  /** Data at a path, nothing else looked at. */
  static Dataset load(String reference) {
    return DataReference.parse(reference).load(new DataFolders(List.of()), 0);
  }
}
