package io.emperor.admin;

import jakarta.servlet.http.HttpServletRequest;

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
}
