package io.emperor.consul.http;

import java.io.IOException;

/** An answer came, and it is not what was asked for. */
public final class UnreadableAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  public UnreadableAnswer(Throwable cause) {
    super("the answer can't be read", cause);
  }
}
