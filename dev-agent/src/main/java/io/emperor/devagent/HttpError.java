package io.emperor.devagent;

/** An answer that is not 200, thrown by what found the reason. */
final class HttpError extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What older versions begin some refusals with. */
  static final String BAD_REQUEST = "Bad request: ";

  private final int status;

  HttpError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static HttpError badRequest(String message) {
    return new HttpError(400, message);
  }

  /** What the real agent's servers refuse has always this status. */
  static HttpError refused(String message) {
    return new HttpError(500, message);
  }

  static HttpError notServed(String what) {
    return new HttpError(501, "The dev agent does not serve " + what + ".");
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
