package io.emperor.devagent.http;

import org.eclipse.jetty.http.HttpException;

/**
 * What Go's server answers to what is no request, before it ends the connection.
 *
 * @param status the status line's words
 */
record GoRefusal(String status, String text) {

  /** Jetty's words for a version that it does not speak. */
  static final String UNSUPPORTED = "Unsupported Version";

  /** What Jetty says about any coding begins with this. */
  static final String BAD_CODING = "Bad Transfer-Encoding";

  static final String BAD_HOST = "malformed Host header";

  static final GoRefusal FULL =
      both("503 Service Unavailable: the dev agent has no memory left for such headers");

  private static final GoRefusal TOO_LARGE = both("431 Request Header Fields Too Large");
  private static final String BAD_REQUEST = "400 Bad Request";

  private static GoRefusal both(String words) {
    return new GoRefusal(words, words);
  }

  private static GoRefusal bad(String why) {
    return both(BAD_REQUEST + ": " + why);
  }

  /**
   * The refusal for what Jetty complains about.
   *
   * @param inHeaders whether the first line was good
   */
  static GoRefusal of(HttpException failure, boolean inHeaders) {
    String reason = failure.getReason() == null ? "" : failure.getReason();
    if (reason.startsWith(BAD_CODING)) {
      return new GoRefusal("501 Not Implemented", "Unsupported transfer encoding");
    }
    return switch (failure.getCode()) {
      case 414, 431 -> TOO_LARGE;
      case 503 -> FULL;
      case 505 ->
          reason.endsWith("Version") ? bad("unsupported protocol version") : both(BAD_REQUEST);
      default -> inHeaders ? inHeaders(reason) : both(BAD_REQUEST);
    };
  }

  private static GoRefusal inHeaders(String reason) {
    if (reason.startsWith("Illegal character")) {
      return illegal(reason);
    }
    return switch (reason) {
      case "No Host" -> bad("missing required Host header");
      case "Duplicate Host Header" -> bad("too many Host headers");
      case "Whitespace not allowed after field name" -> bad("invalid header name");
      case "Bad EOL" -> bad("invalid header value");
      case BAD_HOST -> bad(BAD_HOST);
      default -> both(BAD_REQUEST);
    };
  }

  /** A name that lacks its colon is not even a wrong one. */
  private static GoRefusal illegal(String reason) {
    if (reason.contains("EOL=")) {
      return both(BAD_REQUEST);
    }
    return bad("invalid header " + (reason.contains("CNTL=") ? "value" : "name"));
  }

  /** The bytes of the answer. */
  @Override
  public String toString() {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
        + text;
  }
}
