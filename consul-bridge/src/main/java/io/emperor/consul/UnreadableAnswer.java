package io.emperor.consul;

import java.io.IOException;

/** An answer came, and it is not what was asked for. */
final class UnreadableAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableAnswer(Throwable cause) {
    super("the answer can't be read", cause);
  }
}
