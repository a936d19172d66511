package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.query.Ask;

/** Answers the requests of one path. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers.
   *
   * @throws HttpError if the answer is that it can't
   */
  Reply answer(Ask ask);
}
