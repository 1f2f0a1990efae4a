package org.etalon.cli;

/** The exit statuses of every command. */
final class ExitStatus {
  /** Done. */
  static final int DONE = 0;

  /** A defect of ours. */
  static final int DEFECT = 1;

  /** Wrong usage: option syntax, unknown option, command or identifier. */
  static final int WRONG_USAGE = 2;

  /** Bad input: contents of a reference, file or value. */
  static final int BAD_INPUT = 3;

  /** A check that was asked for failed. */
  static final int CHECK_FAILED = 4;

  /** Not an exit status: the command has to run again with libtorch's native libraries. */
  static final int NATIVES_NEEDED = -1;

  private ExitStatus() {}
}
