package org.etalon.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. It does nothing by itself: asked for nothing, it says what can be asked. */
@Command(
    name = "etalon",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = ScopeType.INHERIT,
    description = "Carries learning rates and initialisations from a small network to a deep one.",
    footerHeading = "%nExample:%n",
    footer = "  etalon transfer --base resnet-18 --target resnet-50 --lr 0.1")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  @Option(
      names = "--seed",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description = "Make a run repeatable. Commands without chance give the same result anyway.")
  private long seed;

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String... args) {
    int status = run(Streams.ofProcess(), args);
    System.exit(
        status == ExitStatus.NATIVES_NEEDED ? Natives.runAgainWithThem(List.of(args)) : status);
  }

  /** Runs the command line and returns its exit status. */
  static int run(Streams streams, String... args) {
    try {
      int status = commandLine(streams).execute(args);
      streams.out().flush();
      return status;
    } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
      boolean debug = java.util.Arrays.asList(args).contains("--debug");
      return Failures.report(failure, streams.err(), debug);
    }
  }

  /** The command line with all its subcommands, ready to execute. */
  static CommandLine commandLine(Streams streams) {
    Failures failures = new Failures();
    return new CommandLine(new Main())
        .addSubcommand(new DemoCommand(streams))
        .addSubcommand(new AnalyzeCommand(streams))
        .addSubcommand(new TransferCommand(streams))
        .addSubcommand(new ExplainCommand(streams))
        .addSubcommand(new ProbeCommand(streams))
        .addSubcommand(new CoordCheckCommand(streams))
        .addSubcommand(new SweepCommand(streams))
        .addSubcommand(new FitCommand(streams))
        .addSubcommand(new JudgeCommand(streams))
        .addSubcommand(new ReportCommand(streams))
        .addSubcommand(StudiesCommand.commandLine(streams))
        .addSubcommand(new ReproduceCommand(streams))
        .addSubcommand(new FamiliesCommand(streams))
        .addSubcommand(new LawsCommand(streams))
        .addSubcommand(new DataCommand(streams))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(streams.out(), true, java.nio.charset.StandardCharsets.UTF_8))
        .setErr(streams.err())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  /** Whether failures show their stack trace. */
  boolean debug() {
    return debug;
  }

  /** Seed of every random choice; 0 unless given. */
  long seed() {
    return seed;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing a command: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
