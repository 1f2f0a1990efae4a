package org.etalon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. It does nothing by itself: asked for nothing, it says what can be asked. */
@Command(
    name = "etalon",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Carries learning rates and initialisations from a small network to a deep one.")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with all its subcommands, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command.");
  }
}
