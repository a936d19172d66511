package io.emperor.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands a request to the app behind the port that it came in by. Never runs app code itself. */
final class PortHandler extends Handler.Abstract.NonBlocking {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ListeningPort port = PortEndPoint.of(request).port();
    if (port.isLeaving()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    LingeringRequest lingering = new LingeringRequest(request, response);
    Callback end = lingering.end(callback);
    answer(port, lingering, response, MeasuredAnswer.of(port.traffic(), request, response, end));
    return true;
  }

  private static void answer(
      ListeningPort port, Request request, Response response, Callback callback) {
    ServletApp app = port.app(request);
    // An app that has just been drained no longer takes requests; then the next one is there
    // already.
    while (app != null && !app.handles(request, response, callback)) {
      ServletApp next = port.app(request);
      app = next == app ? null : next;
    }
    if (app == null) {
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
  }
}
