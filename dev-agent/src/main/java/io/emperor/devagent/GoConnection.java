package io.emperor.devagent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/** Says what Go's server would say, byte for byte, where a client does not speak HTTP. */
final class GoConnection extends HttpConnection {

  /** A request's attribute, there if its body is broken: Go's words about that. */
  static final String BROKEN_BODY = GoConnection.class.getName() + ".broken-body";

  private static final String BAD_REQUEST = "400 Bad Request";
  private static final String UNSUPPORTED = "Unsupported Version";

  /** Makes them. */
  static final class Factory extends HttpConnectionFactory {

    Factory(HttpConfiguration configuration) {
      super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      GoConnection connection = new GoConnection(getHttpConfiguration(), connector, endPoint);
      return configure(connection, connector, endPoint);
    }
  }

  private GoConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  @Override
  protected HttpGenerator newHttpGenerator() {
    return new GoGenerator();
  }

  @Override
  protected RequestHandler newRequestHandler() {
    return new RequestHandler() {

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        if (version == HttpVersion.HTTP_2) {
          throw new HttpException.RuntimeException(
              HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, UNSUPPORTED);
        }
        super.startRequest(method, target(uri), version);
      }

      @Override
      public void badMessage(HttpException failure) {
        if (getHttpChannel().getRequest() == null) {
          refuse(complaint(failure));
        } else {
          super.badMessage(failure);
        }
      }

      @Override
      public void earlyEOF() {
        Request request = getHttpChannel().getRequest();
        if (request != null) {
          boolean ended = getParser().isAtEOF();
          String words = ended ? "unexpected EOF" : "invalid byte in chunk length";
          request.setAttribute(BROKEN_BODY, words);
        }
        super.earlyEOF();
      }
    };
  }

  /**
   * What is asked for, as Jetty takes it: of a zero byte in a path it says more than Go does, and
   * what is not printable is refused the same way, whatever it is.
   *
   * @throws HttpException.RuntimeException if it is neither a path nor an address
   */
  private static String target(String uri) {
    int end = uri.indexOf('?');
    String path = end < 0 ? uri : uri.substring(0, end);
    boolean known = path.startsWith("/") || path.contains("://") || path.equals("*");
    if (!known || !Paths.isEscaped(path)) {
      throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400);
    }
    return path.replace("%00", "%01") + uri.substring(path.length());
  }

  private static String complaint(HttpException failure) {
    int code = failure.getCode();
    if (code == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431
        || code == HttpStatus.URI_TOO_LONG_414) {
      return "431 Request Header Fields Too Large";
    }
    String reason = failure.getReason() == null ? "" : failure.getReason();
    return switch (reason) {
      case "No Host" -> BAD_REQUEST + ": missing required Host header";
      case "Duplicate Host Header" -> BAD_REQUEST + ": too many Host headers";
      case "Unknown Version", UNSUPPORTED -> BAD_REQUEST + ": unsupported protocol version";
      default -> BAD_REQUEST;
    };
  }

  /** Ends a connection on which nobody has asked anything. */
  private void refuse(String complaint) {
    String answer =
        "HTTP/1.1 "
            + complaint
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
            + complaint;
    getHttpChannel().setHttpStream(null);
    getEndPoint()
        .write(
            Callback.from(() -> getEndPoint().close()),
            ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
  }
}
