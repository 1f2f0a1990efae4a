package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final StringWriter err = new StringWriter();

  private int runInto(String failure) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    Streams streams =
        new Streams(new ByteArrayInputStream(new byte[0]), broken, new PrintWriter(err, true));
    return Main.run(streams, "analyze", "mlp", "--format", "json");
  }

  @Test
  void aReaderThatHasSeenEnoughEndsTheRunQuietly() {
    assertThat(runInto("Broken pipe")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFullDiskIsReported() {
    assertThat(runInto("No space left on device")).isEqualTo(3);
    assertThat(err.toString()).contains("No space left on device").hasLineCount(1);
  }

  @Test
  void defectsAreOneLineWithAHint() {
    int status =
        Failures.report(new IllegalStateException("oops"), new PrintWriter(err, true), false);
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("oops").contains("--debug").hasLineCount(1);
  }
}
