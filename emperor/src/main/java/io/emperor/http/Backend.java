package io.emperor.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;

/** What requests are handed to that come in by a port. Thread safe. */
sealed interface Backend permits Backend.Serving, Backend.Refusing, WaitingRequests {

  /** Nobody, and nobody knows until when. */
  Backend NOBODY = new Refusing(0);

  /**
   * Sees to it that the request is answered, at once or later.
   *
   * @return whether it does; if not, another backend is there already
   */
  boolean takes(Exchange exchange);

  /** An app. */
  record Serving(ServletApp app) implements Backend {

    @Override
    public boolean takes(Exchange exchange) {
      return app.handles(exchange.request(), exchange.response(), exchange.callback());
    }
  }

  /**
   * Nobody: 503.
   *
   * @param retryAfter after how many seconds it may be worth another try; 0 if that is not known
   */
  record Refusing(long retryAfter) implements Backend {

    /** In whole seconds, rounded up, at least one. */
    static Refusing until(Duration retryAfter) {
      long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
      return new Refusing(Math.max(1, seconds));
    }

    @Override
    public boolean takes(Exchange exchange) {
      if (retryAfter > 0) {
        exchange.response().getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
      }
      Response.writeError(
          exchange.request(),
          exchange.response(),
          exchange.callback(),
          HttpStatus.SERVICE_UNAVAILABLE_503);
      return true;
    }
  }
}
