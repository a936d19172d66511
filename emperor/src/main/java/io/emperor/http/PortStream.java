package io.emperor.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpStream;

/**
 * One request on a connection and its answer, to the last byte: tells the connection of the end,
 * and asks the client to end it with this answer if nobody is there for the next request.
 */
final class PortStream extends HttpStream.Wrapper {

  private final PortEndPoint connection;

  PortStream(HttpStream stream, PortEndPoint connection) {
    super(stream);
    this.connection = connection;
  }

  @Override
  public void prepareResponse(HttpFields.Mutable headers) {
    ListeningPort port = connection.port();
    if (port.isLeaving() || !port.isServed()) {
      headers.put(HttpHeader.CONNECTION, "close");
    }
    super.prepareResponse(headers);
  }

  /** What comes after it may begin within the call, so it is over before. */
  @Override
  public void succeeded() {
    connection.answered();
    super.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    connection.answered();
    super.failed(failure);
  }
}
