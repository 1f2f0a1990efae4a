package org.etalon.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir private Path folder;

  @Test
  void aPageIsMade() throws Exception {
    Study study =
        Example.study(
            "resnets on digits",
            System.getProperty("fam", "resnet:width=16"),
            System.getProperty("key", "blocks"),
            List.of(3, 5, 8, 12, 18),
            3);
    try (Store store = Example.store(folder, study)) {
      String page = Page.of(Example.report(study, store));
      Files.writeString(Path.of("target/page.html"), page);
      assertThat(page).contains("on digits");
    }
  }
}
