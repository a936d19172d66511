package io.emperor.port;

import java.time.Duration;

/** What a relay knows of HTTP: whether it is asked by it, and how to say no. */
final class HttpRequestLine {

  /** By so many bytes it shows whether it is one. */
  static final int LONGEST_BEGINNING = 32;

  private static final String BODY = "The service can't be reached now. Try again later.\n";

  private HttpRequestLine() {}

  /** What the first bytes of a connection are. */
  enum Beginning {
    HTTP,
    OTHER,

    /** Too few to say. */
    UNKNOWN
  }

  /**
   * Whether these are the first bytes of a request by HTTP/1.x: a method in capital letters, a
   * space, and a path, an asterisk or an address.
   */
  static Beginning beginning(byte[] bytes) {
    int i = 0;
    while (i < bytes.length && i < LONGEST_BEGINNING && (isLetter(bytes[i]) || bytes[i] == '-')) {
      i++;
    }
    if (i == bytes.length || (i > 0 && i + 1 == bytes.length && bytes[i] == ' ')) {
      return i < LONGEST_BEGINNING ? Beginning.UNKNOWN : Beginning.OTHER;
    }
    return i > 0 && bytes[i] == ' ' && "/*h".indexOf(bytes[i + 1]) >= 0
        ? Beginning.HTTP
        : Beginning.OTHER;
  }

  private static boolean isLetter(byte character) {
    return character >= 'A' && character <= 'Z';
  }

  /** An answer that says no, with all its headers. */
  static String unavailable(Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    return String.join(
        "\r\n",
        "HTTP/1.1 503 Service Unavailable",
        "Retry-After: " + seconds,
        "Content-Type: text/plain; charset=us-ascii",
        "Content-Length: " + BODY.length(),
        "Cache-Control: no-store",
        "Connection: close",
        "",
        BODY);
  }
}
