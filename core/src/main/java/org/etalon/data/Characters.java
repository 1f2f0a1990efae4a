package org.etalon.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import org.etalon.graph.InputException;

/**
 * A text as identifiers: the different characters (Unicode code points) sorted, each standing for
 * its place among them. The last tenth is held out.
 */
final class Characters {
  private static final int MOST_CHARACTERS = 1 << 16;

  private final String where;
  private final char[] identifiers;
  private final List<String> vocabulary;
  private final int stride;

  private Characters(String where, char[] identifiers, List<String> vocabulary, int stride) {
    this.where = where;
    this.identifiers = identifiers;
    this.vocabulary = vocabulary;
    this.stride = stride;
  }

  /**
   * Reads a text.
   *
   * @param where the file, for messages
   * @param bytes the text as UTF-8
   * @param stride characters from the start of one example to the next; 0 for the context
   * @throws InputException if it is not UTF-8, or has too many different characters
   */
  static Characters of(String where, byte[] bytes, int stride) {
    Memory.require(where, 7L * bytes.length);
    int[] points = decode(where, bytes).codePoints().toArray();
    int start = points.length > 0 && points[0] == 0xfeff ? 1 : 0; // a byte order mark
    int[] known = Arrays.stream(points).skip(start).sorted().distinct().toArray();
    if (known.length > MOST_CHARACTERS) {
      throw new InputException(
          where,
          "holds " + known.length + " different characters; at most " + MOST_CHARACTERS + " fit",
          "give a text in fewer scripts");
    }
    char[] identifiers = new char[points.length - start];
    for (int i = 0; i < identifiers.length; i++) {
      identifiers[i] = (char) Arrays.binarySearch(known, points[start + i]);
    }
    List<String> vocabulary = Arrays.stream(known).mapToObj(Character::toString).toList();
    return new Characters(where, identifiers, vocabulary, stride);
  }

  private static CharBuffer decode(String where, byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(from, text, true);
    if (result.isError()) {
      throw new InputException(
          where,
          "is not text in UTF-8: byte " + from.position() + " begins no character",
          "convert it to UTF-8");
    }
    text.flip();
    for (int i = 0; i < text.length(); i++) {
      if (text.get(i) == 0) {
        throw new InputException(
            where, "holds a zero byte, as no text does", "give a text file in UTF-8");
      }
    }
    return text;
  }

  /** The characters in the order of their identifiers. */
  List<String> vocabulary() {
    return vocabulary;
  }

  /**
   * The examples of a split.
   *
   * @param context characters of an example
   * @throws InputException if the text is too short for one example in each split
   */
  CharacterWindows windows(Split split, long context) {
    if (context < 1 || 2 * (context + 1) > identifiers.length) {
      throw new InputException(
          where,
          "holds "
              + identifiers.length
              + " characters; a context of "
              + context
              + " needs at least "
              + 2 * (context + 1),
          context < 1 ? "give a context of at least 1" : "give a smaller context or a longer text");
    }
    int held = Math.max(identifiers.length / 10, (int) context + 1);
    int cut = identifiers.length - held;
    int step = stride == 0 ? (int) context : stride;
    return split == Split.TRAIN
        ? new CharacterWindows(this, 0, cut, (int) context, step)
        : new CharacterWindows(this, cut, identifiers.length, (int) context, step);
  }

  void copy(int from, int count, long[] into, int offset) {
    for (int i = 0; i < count; i++) {
      into[offset + i] = identifiers[from + i];
    }
  }
}
