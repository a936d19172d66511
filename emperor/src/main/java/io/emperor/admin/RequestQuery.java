package io.emperor.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a request's query. It is read here and not by the web server, which would look for
 * more of it in a body, and wait for that.
 */
final class RequestQuery {

  private RequestQuery() {}

  /**
   * A text on one line.
   *
   * @return the first of that name, {@code null} if there is none
   * @throws RefusedException if it is none
   */
  static @Nullable String word(HttpServletRequest request, String name) {
    String query = request.getQueryString();
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (decoded(parts[0]).equals(name)) {
        return decoded(parts.length == 1 ? "" : parts[1]);
      }
    }
    return null;
  }

  private static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.chars().noneMatch(Character::isISOControl)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, "the query is not encoded as one is: %20 is a blank");
    }
    throw new RefusedException(400, "the query holds a character that can't be printed");
  }

  /**
   * Whether a word says yes; {@code false} if it was not said.
   *
   * @throws RefusedException if it says neither
   */
  static boolean flag(HttpServletRequest request, String name) {
    String word = word(request, name);
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
    String word = word(request, name);
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
    String word = word(request, name);
    try {
      return word == null ? standard : Instant.parse(word);
    } catch (DateTimeParseException e) {
      throw new RefusedException(400, "%s is a time such as 2026-03-01T12:00:00Z".formatted(name));
    }
  }
}
