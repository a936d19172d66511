package io.emperor.examples.settings;

import jakarta.servlet.http.HttpServletRequest;

/** HTTP's conditional requests as Consul's check-and-set. */
final class Preconditions {

  private Preconditions() {}

  /**
   * The modify index that the key must have: the one of {@code If-Match}, 0 (no such key) for
   * {@code If-None-Match: *}, {@code null} when the request sets no condition.
   */
  static Long expectedIndex(HttpServletRequest request) {
    String match = request.getHeader("If-Match");
    String noneMatch = request.getHeader("If-None-Match");
    if (match == null && noneMatch == null) {
      return null;
    }
    if (match == null && noneMatch.equals("*")) {
      return 0L;
    }
    if (match == null
        || noneMatch != null
        || !match.matches("[1-9][0-9]{0,17}|\"[1-9][0-9]{0,17}\"")) {
      throw new Refusal(400, "Send the ETag that you have read as If-Match, or If-None-Match: *");
    }
    return Long.valueOf(match.replace("\"", ""));
  }
}
