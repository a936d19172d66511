package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.query.ApiRequest;

/** Answers the requests of one path. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers.
   *
   * @throws HttpError if the answer is that it can't
   */
  Reply answer(ApiRequest request);
}
