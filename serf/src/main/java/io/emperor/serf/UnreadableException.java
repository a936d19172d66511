package io.emperor.serf;

import java.io.IOException;

/** A message is not what serf says, or larger than it may be. The message names what was seen. */
final class UnreadableException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String seen) {
    super(seen);
  }
}
