package io.emperor.admin.view;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is not served.
 *
 * @param status the HTTP status
 * @param error what was wrong and what to do, in one line
 * @param emperor who refuses it; {@code null} to somebody who was not let in
 * @param allow the methods that are served, of a refused one; otherwise {@code null}
 */
public record RequestRefusal(
    int status, String error, @Nullable String emperor, @Nullable String allow) {

  public RequestRefusal(int status, String error) {
    this(status, error, null, null);
  }

  /** Of a method that is none of those that are served. */
  public static RequestRefusal ofMethod(String allow) {
    return new RequestRefusal(405, allow + " only", null, allow);
  }

  public RequestRefusal by(@Nullable String name) {
    return new RequestRefusal(status, error, name, allow);
  }
}
