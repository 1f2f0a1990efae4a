package org.etalon.lab.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL that docs/store.md shows. */
final class StoreDocument {
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final String OWNERS = "-- PostgreSQL";

  private StoreDocument() {}

  /** Questions that both databases answer. */
  static List<String> queries() throws IOException {
    return blocks().stream().filter(sql -> !sql.startsWith(OWNERS)).toList();
  }

  /** What the owner of a database in PostgreSQL is to run to make a role that reads. */
  static String role() throws IOException {
    return blocks().stream().filter(sql -> sql.startsWith(OWNERS)).findFirst().orElseThrow();
  }

  private static List<String> blocks() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/store.md"), UTF_8));
    List<String> all = new ArrayList<>();
    while (blocks.find()) {
      all.add(blocks.group(1));
    }
    return all;
  }
}
