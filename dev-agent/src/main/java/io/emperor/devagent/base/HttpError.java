package io.emperor.devagent.base;

/** An answer that is not 200, thrown by what found the reason. */
public final class HttpError extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What older versions begin some refusals with. */
  public static final String BAD_REQUEST = "Bad request: ";

  private final int status;

  public HttpError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public static HttpError badRequest(String message) {
    return new HttpError(400, message);
  }

  /** What the real agent's servers refuse has always this status. */
  public static HttpError refused(String message) {
    return new HttpError(500, message);
  }

  public static HttpError notServed(String what) {
    return new HttpError(501, "The dev agent does not serve " + what + ".");
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
