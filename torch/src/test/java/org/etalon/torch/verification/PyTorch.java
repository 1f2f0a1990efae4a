package org.etalon.torch.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** PyTorch in a Python of this machine, where there is one. */
final class PyTorch {
  private PyTorch() {}

  /** The Python that can import torch and torchvision, if any. */
  static Optional<String> python() throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process =
            new ProcessBuilder(python, "-c", "import torch, torchvision; torch.nn.Linear")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(python);
        }
        process.destroyForcibly();
      } catch (IOException absent) {
        // No such Python here; the next one may be.
      }
    }
    return Optional.empty();
  }

  /**
   * Runs a script of the test resources.
   *
   * @throws IllegalStateException with its output if it fails
   */
  static void run(String python, String script, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    try (InputStream in = PyTorch.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(python, file.toString()));
    command.addAll(arguments);
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(30, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(script + " failed:\n" + Files.readString(log));
    }
  }
}
