package io.emperor.port;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What a channel's events are for. Called on the thread of the loop alone. */
interface EventHandler {

  /**
   * Something has become possible.
   *
   * @param key of the channel, with what it is ready for
   * @throws IOException if it can't be used any more
   */
  void ready(SelectionKey key) throws IOException;

  /** {@link #ready} has thrown something: closes what this stands for, and that alone. */
  void failed();
}
