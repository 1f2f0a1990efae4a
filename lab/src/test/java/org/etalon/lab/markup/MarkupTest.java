package org.etalon.lab.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textsAndAttributesAreEscaped() {
    String markup =
        new Markup()
            .open("p", "title", "a\"b'c<d>&")
            .text("<b>&\"'\u0007\uD83D\uDE00")
            .close()
            .finish();
    assertThat(markup)
        .isEqualTo(
            "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;\">&lt;b&gt;&amp;&quot;&#39;\uFFFD"
                + "\uD83D\uDE00</p>");
  }

  @Test
  void anElementLeftOpenIsADefect() {
    Markup open = new Markup().open("p");
    assertThatThrownBy(open::finish).isInstanceOf(IllegalStateException.class);
  }
}
