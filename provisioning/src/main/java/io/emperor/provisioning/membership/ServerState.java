package io.emperor.provisioning.membership;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A server as HAProxy has it.
 *
 * @param place where it is; empty if HAProxy does not know yet
 * @param admin what its administrator wants, as bits
 */
record ServerState(Optional<Endpoint> place, int admin) {

  private static final String VERSION = "1";
  private static final int BACKEND = 1;
  private static final int SERVER = 3;
  private static final int ADDRESS = 4;
  private static final int ADMIN = 6;
  private static final int PORT = 18;

  /** Forced, of a server that is tracked, and for want of a DNS answer. */
  private static final int MAINTENANCE = 0x01 | 0x02 | 0x20;

  /** Only says how it was configured. */
  private static final int CONFIGURED = 0x04;

  /** Whether it takes requests, as far as its administrator is concerned. */
  boolean isReady() {
    return (admin & ~CONFIGURED) == 0;
  }

  /** Whether it takes none at all. */
  boolean isInMaintenance() {
    return (admin & MAINTENANCE) != 0;
  }

  /**
   * Reads the answer to {@code show servers state}, version 1 of its format.
   *
   * @return the servers by their names, by their backends' names
   * @throws IOException if it is no such answer
   */
  static Map<String, Map<String, ServerState>> read(String answer) throws IOException {
    String[] lines = answer.strip().split("\n", -1);
    if (!lines[0].strip().equals(VERSION)) {
      throw new IOException("does not answer \"show servers state\" in a format that is known");
    }
    Map<String, Map<String, ServerState>> backends = new HashMap<>();
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (fields.length > PORT && !line.startsWith("#")) {
        backends
            .computeIfAbsent(fields[BACKEND], backend -> new HashMap<>())
            .put(fields[SERVER], of(fields));
      }
    }
    return backends;
  }

  private static ServerState of(String[] fields) throws IOException {
    try {
      return new ServerState(
          Endpoint.of(fields[ADDRESS], fields[PORT]), Integer.parseInt(fields[ADMIN]));
    } catch (NumberFormatException e) {
      throw new IOException("has a server whose state is no number", e);
    }
  }
}
