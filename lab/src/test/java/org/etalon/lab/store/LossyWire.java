package org.etalon.lab.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire to a server that, when it is told to, is cut after the server has committed and before its
 * answer comes through.
 */
final class LossyWire implements AutoCloseable {
  private final ServerSocket near;
  private final int far;
  private final AtomicInteger losses = new AtomicInteger();

  /** A wire to a port of this machine. */
  LossyWire(int far) throws IOException {
    this.far = far;
    this.near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return near.getLocalPort();
  }

  /** The answer to the next commit gets lost. */
  void loseNextAnswer() {
    losses.set(1);
  }

  /** Whether the answer has been lost. */
  boolean hasLost() {
    return losses.get() == 0;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException cut) {
                // Either side has gone: so has the wire.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = near.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), far);
      boolean[] losing = {false};
      start(() -> forward(client, server, losing, true));
      start(() -> forward(server, client, losing, false));
    }
  }

  private void forward(Socket from, Socket to, boolean[] losing, boolean asks) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        synchronized (losing) {
          if (asks) {
            losing[0] |=
                losses.get() > 0
                    && new String(buffer, 0, read, ISO_8859_1).contains("COMMIT")
                    && losses.getAndSet(0) > 0;
          } else if (losing[0]) {
            return;
          }
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    near.close();
  }
}
