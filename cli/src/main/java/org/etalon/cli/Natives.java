package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.etalon.torch.MissingNativesException;

/**
 * What happens when a command turns out to need libtorch and its native libraries are not here.
 * Which commands do is known nowhere else: not to the launcher, which only fetches what it is asked
 * for.
 */
final class Natives {
  /** Set by a launcher that can fetch the libraries: how to start it. */
  private static final String LAUNCHER = "ETALON_LAUNCHER";

  /** Asks that launcher to fetch them before it starts us again. */
  private static final String FETCH = "ETALON_FETCH_NATIVES";

  /** Set by every launcher: the folder whose jars it puts on the class path. */
  private static final String FOLDER = "etalon.natives";

  private Natives() {}

  /** Whether whoever started this process can fetch the libraries. */
  static boolean canBeFetched() {
    return System.getenv(LAUNCHER) != null;
  }

  /**
   * Starts the same command again through a launcher that fetches the libraries first. The new
   * process has our standard streams and ends before us.
   *
   * @return its exit status
   */
  static int runAgainWithThem(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(System.getenv(LAUNCHER));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    builder.environment().put(FETCH, "yes");
    try {
      Process process = builder.start();
      Thread ending = new Thread(() -> end(process));
      Runtime.getRuntime().addShutdownHook(ending);
      return process.waitFor();
    } catch (IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitStatus.DEFECT;
    }
  }

  /** A signal to us is one to the command; it keeps what it has finished before it ends. */
  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what to fetch by hand, and where to put it. */
  static void explain(MissingNativesException missing, PrintWriter err) {
    String artifacts = String.join(", ", missing.artifacts());
    String folder = System.getProperty(FOLDER);
    err.println(
        "etalon: libtorch: its native libraries for "
            + missing.platform()
            + " are not here; "
            + (folder == null
                ? "add to the class path the artifacts " + artifacts
                : "copy the jars of the artifacts " + artifacts + " into the folder " + folder));
  }
}
