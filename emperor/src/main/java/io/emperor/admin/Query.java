package io.emperor.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What stands in a request's query. */
final class Query {

  private Query() {}

  /**
   * Whether a word says yes; {@code false} if it was not said.
   *
   * @throws RefusedException if it says neither
   */
  static boolean flag(HttpServletRequest request, String name) {
    String word = request.getParameter(name);
    if (word == null || word.equals("false")) {
      return false;
    }
    if (word.equals("true") || word.isEmpty()) {
      return true;
    }
    throw new RefusedException(400, "%s is true or false".formatted(name));
  }

  /**
   * A number that is not negative.
   *
   * @throws RefusedException if it is none
   */
  static int number(HttpServletRequest request, String name, int standard) {
    String word = request.getParameter(name);
    if (word == null) {
      return standard;
    }
    if (!word.matches("\\d{1,9}")) {
      throw new RefusedException(400, "%s is a number".formatted(name));
    }
    return Integer.parseInt(word);
  }

  /**
   * A time in ISO 8601.
   *
   * @throws RefusedException if it is none
   */
  static Instant instant(HttpServletRequest request, String name, Instant standard) {
    String word = request.getParameter(name);
    try {
      return word == null ? standard : Instant.parse(word);
    } catch (DateTimeParseException e) {
      throw new RefusedException(400, "%s is a time such as 2026-03-01T12:00:00Z".formatted(name));
    }
  }
}
