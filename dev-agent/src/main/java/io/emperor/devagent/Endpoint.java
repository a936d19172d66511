package io.emperor.devagent;

/** Answers the requests of one path. */
@FunctionalInterface
interface Endpoint {

  /**
   * Answers.
   *
   * @throws HttpError if the answer is that it can't
   */
  Reply answer(Ask ask);
}
