package org.etalon.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KEYS = List.of("depth", "width", "in", "classes", "act");

  @Test
  void aSwappedPairOrAMissingLetterStillFindsTheWord() {
    assertThat(Spelling.nearest("widht", KEYS)).contains("width");
    assertThat(Spelling.nearest("dpth", KEYS)).contains("depth");
    assertThat(Spelling.nearest("Classes", KEYS)).contains("classes");
    assertThat(Spelling.nearest("clases", KEYS)).contains("classes");
  }

  @Test
  void ofEquallyNearWordsTheFirstIsMeant() {
    assertThat(Spelling.nearest("cat", List.of("bat", "hat"))).contains("bat");
  }

  @Test
  void nothingIsSuggestedForAWordLikeNoOther() {
    assertThat(Spelling.nearest("temperature", KEYS)).isEmpty();
    assertThat(Spelling.nearest("", KEYS)).isEmpty();
    assertThat(Spelling.nearest("x", KEYS)).isEmpty();
    assertThat(Spelling.nearest("w".repeat(10_000), KEYS)).isEmpty();
    assertThat(Spelling.nearest("width", List.of())).isEmpty();
  }
}
