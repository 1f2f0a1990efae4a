package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.torch.MissingNativesException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.core.JacksonException;

/** Turns whatever a command throws into one line on stderr and an exit status. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("etalon: " + oneLine(exception.getMessage()));
    UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitStatus.WRONG_USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    return report(exception, command.getErr(), isDebugging(parsed));
  }

  /** Reports a failure that picocli does not hand to its handlers, such as running out of stack. */
  static int report(Throwable failure, PrintWriter err, boolean debug) {
    if (isBrokenPipe(failure)) {
      // Whoever read our output has seen enough.
      return ExitStatus.DONE;
    }
    if (failure instanceof MissingNativesException && Natives.canBeFetched()) {
      return ExitStatus.NATIVES_NEEDED;
    }
    if (debug) {
      failure.printStackTrace(err);
    }
    int status;
    if (failure instanceof InputException) {
      err.println("etalon: " + oneLine(failure.getMessage()));
      status = ExitStatus.BAD_INPUT;
    } else if (failure instanceof MissingNativesException missing) {
      Natives.explain(missing, err);
      status = ExitStatus.BAD_INPUT;
    } else if (failure instanceof UnknownIdentifierException) {
      err.println("etalon: " + oneLine(failure.getMessage()));
      status = ExitStatus.WRONG_USAGE;
    } else if (failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure.getCause() instanceof IOException) {
      err.println("etalon: reading or writing failed: " + oneLine(failure.getMessage()));
      status = ExitStatus.BAD_INPUT;
    } else {
      err.println(
          "etalon: internal error: "
              + oneLine(failure.toString())
              + (debug ? "" : "; this is a defect of Etalon, run again with --debug for details"));
      status = ExitStatus.DEFECT;
    }
    err.flush();
    return status;
  }

  private static boolean isDebugging(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
      if (at.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBrokenPipe(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      boolean writing = at instanceof IOException || at instanceof JacksonException;
      if (writing && (message.contains("broken pipe") || message.contains("connection reset"))) {
        return true;
      }
    }
    return false;
  }

  /** Without line breaks and control characters, which a hostile model could put into a name. */
  static String oneLine(@Nullable String message) {
    StringBuilder text = new StringBuilder();
    String given = String.valueOf(message);
    given
        .codePoints()
        .limit(4000)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return given.length() > 4000 ? text + " …" : text.toString();
  }
}
