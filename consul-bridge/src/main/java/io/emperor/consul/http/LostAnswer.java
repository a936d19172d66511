package io.emperor.consul.http;

import java.io.IOException;

/** A write was sent, or begun to be sent, and no whole answer came: it may have happened. */
public final class LostAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  public LostAnswer(Exception cause) {
    super(cause.toString(), cause);
  }
}
