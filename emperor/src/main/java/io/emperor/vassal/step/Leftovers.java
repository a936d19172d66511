package io.emperor.vassal.step;

/**
 * What has gone leaves behind, for the next attempt alone: it may be of no use.
 *
 * @param port what a crashed program listened on, best kept; 0 for none
 * @param library whether classes of an earlier generation hold a native library still
 */
public record Leftovers(int port, boolean library) {

  /** Nothing is left. */
  public static final Leftovers NONE = new Leftovers(0, false);

  /** The same with a port. */
  public Leftovers withPort(int kept) {
    return new Leftovers(kept, library);
  }

  /** The same with a library, or without. */
  public Leftovers withLibrary(boolean held) {
    return new Leftovers(port, held);
  }
}
