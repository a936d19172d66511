package io.emperor.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands a request to what is behind the port that it came in by. Never runs app code itself. */
final class PortHandler extends Handler.Abstract.NonBlocking {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    PortEndPoint connection = PortEndPoint.of(request);
    connection.asked(request);
    request.addHttpStreamWrapper(stream -> new PortStream(stream, connection));
    ListeningPort port = connection.port();
    LingeringRequest lingering = new LingeringRequest(request, response);
    Callback end = lingering.end(callback);
    port.answer(
        new Exchange(
            lingering, response, MeasuredAnswer.of(port.traffic(), request, response, end)));
    return true;
  }
}
