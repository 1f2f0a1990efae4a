package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * What the launcher runs once per Java runtime to record which classes the application loads (class
 * data sharing), so that later starts need not parse them again. One process records one archive,
 * hence one main class that executes many command lines.
 */
final class StartupTraining {
  /** The commands people start most, on inputs that need no file. Add new ones here. */
  private static final List<List<String>> TRAINING_COMMANDS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("analyze", "resnet-18"),
          List.of("analyze", "gpt:depth=2", "--format", "json"),
          List.of("analyze", "--from", "-"),
          List.of("transfer", "--base", "mlp:width=8", "--target", "mlp:width=16", "--lr", "0.1"),
          List.of("laws"),
          List.of("data", "digits"));

  private StartupTraining() {}

  /** Executes the training commands without printing; their exit statuses do not matter. */
  public static void main(String... args) {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    for (List<String> command : TRAINING_COMMANDS) {
      Streams streams =
          new Streams(
              new ByteArrayInputStream("nasbench201:3_24_440\n".getBytes(UTF_8)),
              OutputStream.nullOutputStream(),
              new PrintWriter(Writer.nullWriter()));
      int unused = Main.run(streams, command.toArray(String[]::new));
    }
  }
}
