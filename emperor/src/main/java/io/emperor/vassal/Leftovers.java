package io.emperor.vassal;

/**
 * What has gone leaves behind, for the next attempt alone: it may be of no use.
 *
 * @param port what a crashed program listened on, best kept; 0 for none
 * @param library whether classes of an earlier generation hold a native library still
 */
record Leftovers(int port, boolean library) {

  static final Leftovers NONE = new Leftovers(0, false);

  Leftovers withPort(int kept) {
    return new Leftovers(kept, library);
  }

  Leftovers withLibrary(boolean held) {
    return new Leftovers(port, held);
  }
}
