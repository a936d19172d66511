package io.emperor.consul;

import java.io.IOException;

/** The agent answered, and the answer is no. */
final class Refusal extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String body;

  Refusal(int status, String body) {
    super("status " + status + (body.isBlank() ? "" : ": " + body.strip()));
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  boolean says(String words) {
    return body.contains(words);
  }
}
