package io.emperor.http;

/** What is said to a client whose request the web server itself answers. Must be thread safe. */
@FunctionalInterface
public interface ErrorText {

  /**
   * The body of an answer, as JSON.
   *
   * @param status the status of the answer, 400 or more
   * @param reason what was wrong, in a few words; nothing of the inside
   * @return the body
   */
  String of(int status, String reason);
}
