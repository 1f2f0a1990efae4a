package org.etalon.lab.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * A process that works on trials.
 *
 * @param id unique to this start of the process
 * @param host name of its machine
 * @param pid its number there
 */
public record Owner(String id, String host, long pid) {
  /** This process, under a new name. */
  public static Owner ofThisProcess() {
    return new Owner(UUID.randomUUID().toString(), hostName(), ProcessHandle.current().pid());
  }

  /** Name of this machine. */
  public static String hostName() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  /** Whether it ran on this machine and runs no more; its number may have been given anew. */
  boolean isKnownDead() {
    return host.equals(hostName()) && ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true);
  }
}
