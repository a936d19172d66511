package io.emperor.consul;

import java.io.IOException;
import okhttp3.Headers;

/** The agent answered, and the answer is no. */
final class Refusal extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String body;
  private final transient Headers headers;

  Refusal(int status, String body, Headers headers) {
    super("status " + status + (body.isBlank() ? "" : ": " + body.strip()));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  boolean says(String words) {
    return body.contains(words);
  }
}
