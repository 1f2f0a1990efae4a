package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;

/** Whatever the file, the outcome is a network or an {@link InputException}. */
class FuzzTest {
  private static final int ROUNDS = 6_000;

  /** Longest that one text may take; ten times what the slowest takes here. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String[] SCRAPS = {
    "&a ",
    "*a",
    "!!int ",
    "!x ",
    "? ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "|",
    ">",
    "%",
    "\t",
    "\n",
    "---\n",
    "...\n",
    "<<: ",
    "$width",
    "$i",
    "-1",
    "0",
    "1e999",
    "nan",
    ".inf",
    "9223372036854775807",
    "99999999999999999999",
    "67108864",
    "batch",
    "*",
    "+",
    "floor(",
    "((",
    "~",
    "null",
    "true",
    "1.5",
    "\u0000",
    "\ufeff",
    "\u2028",
    "\ud800",
    "name",
    "of",
    "op",
    "type",
    "from",
    "repeat: 1000",
    "[[[[[[[[",
    "{{{{{{",
    "layers",
    "unknown",
    ",",
    "->",
    "ab,bc->ac"
  };

  private static List<String> seeds() throws Exception {
    List<String> seeds = new ArrayList<>(DocsTest.examples());
    for (String reference :
        List.of(
            "resnet-18",
            "vit:depth=1",
            "resnet:blocks=1,layerscale=1e-6,dropout=0.1",
            "nasbench201:3_24_440,cells=1")) {
      StringWriter text = new StringWriter();
      SpecWriter.write(ModelReference.parse(reference).graph(), reference, text);
      seeds.add(text.toString());
    }
    for (ConfigModel model : HuggingFaceReader.models()) {
      StringBuilder text = new StringBuilder("{\"model_type\": \"" + model.type() + "\"");
      for (ConfigKey key : model.keys()) {
        boolean word = key.type() == ConfigKey.Type.WORD;
        String value = word ? "\"" + key.standard() + "\"" : key.standard();
        text.append(",\n \"").append(key.key()).append("\": ").append(value);
      }
      seeds.add(
          text.append(",\n \"architectures\": [\"").append(model.architectures().get(0)) + "\"]}");
    }
    return seeds;
  }

  @Test
  void mutatedTextsGiveANetworkOrARefusal() throws Exception {
    List<String> seeds = seeds();
    Random random = new Random(20261122);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String seed = seeds.get(random.nextInt(seeds.size()));
      String text = mutate(seed, seeds, random);
      boolean json = text.stripLeading().startsWith("{");
      int number = round;
      read += assertTimeoutPreemptively(PATIENCE, () -> outcome(text, json, number));
    }
    assertThat(read).as("some mutations are harmless").isGreaterThan(ROUNDS / 50);
    assertThat(read).as("most are not").isLessThan(ROUNDS * 9 / 10);
  }

  private static int outcome(String text, boolean json, int round) {
    try {
      Value root = DocumentReader.parse(text, json);
      if (HuggingFaceReader.looksLikeConfig(root)) {
        HuggingFaceReader.network(root, "fuzz");
      } else {
        SpecReader.network(root, "fuzz");
      }
      return 1;
    } catch (InputException refused) {
      assertThat(refused.getMessage()).as("round %d", round).hasSizeLessThan(20_000);
      return 0;
    } catch (Throwable defect) {
      throw new AssertionError("round " + round + " of\n" + text, defect);
    }
  }

  private static String mutate(String seed, List<String> seeds, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(8)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, SCRAPS[random.nextInt(SCRAPS.length)]);
        case 2 -> text.replace(at, end, SCRAPS[random.nextInt(SCRAPS.length)]);
        case 3 -> text.insert(at, text.substring(at, end));
        case 4 -> replaceNumber(text, at, random);
        case 5 -> text.setLength(Math.max(1, at));
        case 6 -> {
          String other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length());
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(200)));
        }
        default -> swapLines(text, random);
      }
      if (text.length() == 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  private static void replaceNumber(StringBuilder text, int from, Random random) {
    int at = from;
    while (at < text.length() && !Character.isDigit(text.charAt(at))) {
      at++;
    }
    int end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    long[] odd = {0, -1, 1, 2, 3, 7, 48, 1_000, 1_000_000, 1L << 26, 1L << 31, Long.MAX_VALUE};
    text.replace(at, end, Long.toString(odd[random.nextInt(odd.length)]));
  }

  private static void swapLines(StringBuilder text, Random random) {
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    if (lines.size() > 1) {
      String line = lines.remove(random.nextInt(lines.size()));
      lines.add(random.nextInt(lines.size() + 1), line);
      text.setLength(0);
      text.append(String.join("\n", lines)).append('\n');
    }
  }
}
