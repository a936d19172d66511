package io.emperor.admin;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is not served.
 *
 * @param status the HTTP status
 * @param error what was wrong and what to do, in one line
 * @param emperor who refuses it; {@code null} to somebody who was not let in
 */
record Refusal(int status, String error, @Nullable String emperor) {

  Refusal(int status, String error) {
    this(status, error, null);
  }

  Refusal by(String name) {
    return new Refusal(status, error, name);
  }
}
