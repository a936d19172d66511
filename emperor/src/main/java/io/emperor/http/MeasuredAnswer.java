package io.emperor.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/** The end of one request, however long after it and on whatever thread: measures it. */
final class MeasuredAnswer extends Callback.Nested {

  private final Traffic traffic;
  private final Response response;
  private final long begin;

  private MeasuredAnswer(Traffic traffic, Request request, Response response, Callback callback) {
    super(callback);
    this.traffic = traffic;
    this.response = response;
    this.begin = request.getHeadersNanoTime();
  }

  /** Tells of the beginning of a request at once, and of its end when the answer is run. */
  static Callback of(Traffic traffic, Request request, Response response, Callback callback) {
    traffic.begun();
    return new MeasuredAnswer(traffic, request, response, callback);
  }

  /** The response is looked at before Jetty is told: after that it is Jetty's again. */
  @Override
  public void succeeded() {
    int status = response.getStatus();
    ended(status == 0 ? HttpStatus.OK_200 : status); // nobody has said anything else
    super.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    ended(response.isCommitted() ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR_500);
    super.failed(failure);
  }

  private void ended(int status) {
    traffic.ended(status, NanoTime.since(begin));
  }
}
