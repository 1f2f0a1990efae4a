package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisation;
import org.etalon.model.ModelReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Analyses one reference a line, on all cores, and writes one JSON document a line in the order of
 * the references. Holds only a few chunks of lines at a time, however long the input.
 */
final class BatchAnalysis {
  private static final int CHUNK = 32;

  /** A longer line is no reference, and is not worth the memory. */
  private static final int LONGEST_LINE = 1 << 20;

  private final ModelReader reader;
  private final Initialisation initialisation;

  private record Chunk(ByteArrayOutputStream lines, int failed) {}

  BatchAnalysis(ModelReader reader, Initialisation initialisation) {
    this.reader = reader;
    this.initialisation = initialisation;
  }

  /**
   * Reads, analyses and writes; empty lines are left out.
   *
   * @return the number of references that could not be read
   */
  int run(InputStream in, OutputStream out) throws IOException {
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              // A deep model may need more stack than a thread has by default.
              Thread thread = new Thread(null, task, "analysis", 16L << 20);
              thread.setDaemon(true);
              return thread;
            });
    int failed = 0;
    Deque<Future<Chunk>> open = new ArrayDeque<>();
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8), 1 << 16);
      List<String> chunk = nextChunk(lines);
      while (!chunk.isEmpty() || !open.isEmpty()) {
        while (!chunk.isEmpty() && open.size() < 4 * workers) {
          List<String> references = chunk;
          open.add(pool.submit(() -> analyse(references)));
          chunk = nextChunk(lines);
        }
        Chunk done = await(open.removeFirst());
        done.lines.writeTo(out);
        failed += done.failed;
      }
      out.flush();
      return failed;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Chunk await(Future<Chunk> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static List<String> nextChunk(BufferedReader lines) throws IOException {
    List<String> chunk = new ArrayList<>(CHUNK);
    while (chunk.size() < CHUNK) {
      String line = nextLine(lines);
      if (line == null) {
        break;
      }
      if (!line.isBlank()) {
        chunk.add(line.strip());
      }
    }
    return chunk;
  }

  /** A line, cut where it is too long to be a reference. */
  private static @Nullable String nextLine(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() < LONGEST_LINE) {
        line.append((char) c);
      }
      c = lines.read();
    }
    return line.toString();
  }

  private Chunk analyse(List<String> references) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    int failed = 0;
    for (String reference : references) {
      Analysis analysis = null;
      String error = "";
      try {
        analysis = new Analysis(reader.read(reference), initialisation);
      } catch (InputException problem) {
        failed++;
        error = String.valueOf(problem.getMessage());
      }
      try (JsonGenerator json = Json.compact(bytes)) {
        if (analysis != null) {
          AnalyzeJson.write(analysis, json);
        } else {
          AnalyzeJson.writeError(reference, error, json);
        }
      }
      bytes.write('\n');
    }
    return new Chunk(bytes, failed);
  }
}
