package io.emperor.consul;

import java.io.IOException;

/** A write was sent, or begun to be sent, and no whole answer came: it may have happened. */
final class LostAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  LostAnswer(Exception cause) {
    super(cause.toString(), cause);
  }
}
