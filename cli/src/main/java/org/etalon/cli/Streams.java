package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * What a command reads from and writes to; tests give it their own.
 *
 * @param in standard input
 * @param out standard output: the result and nothing else; reports failed writes as exceptions,
 *     which {@link System#out} does not
 * @param err standard error: progress, findings, complaints
 */
record Streams(InputStream in, OutputStream out, PrintWriter err) {
  /** The process's own. */
  static Streams ofProcess() {
    return new Streams(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        new PrintWriter(System.err, true, UTF_8));
  }
}
