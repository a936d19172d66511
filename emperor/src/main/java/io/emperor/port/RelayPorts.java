package io.emperor.port;

import java.io.IOException;

/** Opens ports for programs. */
@FunctionalInterface
public interface RelayPorts {

  /**
   * Opens one, which is held at first.
   *
   * @param port the port, 0 for a free one
   * @throws IOException if it can't be opened; the message names the port
   */
  RelayPort listen(int port) throws IOException;
}
