package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.query.RequestLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
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

/**
 * Says what Go's server would say, byte for byte, where a client does not speak HTTP.
 *
 * <p>Jetty's own connection is extended, though its package is an internal one. What is public
 * leaves no place for the words of a status line, for its version, for an answer without a length
 * to what is no request, for a target that Jetty's idea of a URI refuses, and none to learn how a
 * body broke. The other way would be to rewrite the bytes of every connection in front of Jetty.
 */
public final class GoConnection extends HttpConnection {

  /** A request's attribute, there if its body is broken: Go's words about that. */
  static final String BROKEN_BODY = GoConnection.class.getName() + ".broken-body";

  private static final int FIELD_BYTES = 128;
  private static final int IN_A_ROW = 16;
  private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9!$%&'()*+,.:;=\\[\\]_~-]*");

  private final MemoryLimit.Share head;
  private RequestLine line = RequestLine.NONE;
  private String host = "";
  private int fields;
  private int inRow;

  /** Makes them. */
  public static final class Factory extends HttpConnectionFactory {

    private final MemoryLimit passing;

    public Factory(HttpConfiguration configuration, MemoryLimit passing) {
      super(configuration);
      this.passing = passing;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      GoConnection connection =
          new GoConnection(getHttpConfiguration(), connector, endPoint, passing);
      return configure(connection, connector, endPoint);
    }
  }

  private GoConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      MemoryLimit passing) {
    super(configuration, connector, endPoint);
    head = passing.share();
  }

  /** What a request that is being handled asks for; a connection has one at a time. */
  static RequestLine lineOf(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof GoConnection connection
        ? connection.line
        : RequestLine.NONE;
  }

  /** The host that a request that is being handled says, with its port; empty if it says none. */
  static String hostOf(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof GoConnection connection
        ? connection.host
        : "";
  }

  /**
   * Whether a request may be answered on the thread that all connections share: who sends many at
   * once would keep it from the others.
   */
  static boolean hasItsTurn(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof GoConnection connection
        && ++connection.inRow <= IN_A_ROW;
  }

  @Override
  public void onFillable() {
    inRow = 0;
    if (makeRoom()) {
      super.onFillable();
    } else {
      refuse(GoRefusal.FULL);
    }
  }

  @Override
  public void onClose(Throwable cause) {
    head.close();
    super.onClose(cause);
  }

  /** A field needs more than its letters. */
  private boolean makeRoom() {
    return head.resize(getParser().getHeaderLength() + (long) fields * FIELD_BYTES);
  }

  @Override
  protected HttpGenerator newHttpGenerator() {
    return new GoGenerator();
  }

  @Override
  protected RequestHandler newRequestHandler() {
    return new RequestHandler() {

      @Override
      public void messageBegin() {
        line = RequestLine.NONE;
        host = "";
        fields = 0;
        super.messageBegin();
      }

      /** Jetty need not know what is asked for, nor that a tunnel is. */
      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        if (version == HttpVersion.HTTP_2) {
          throw new HttpException.RuntimeException(
              HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, GoRefusal.UNSUPPORTED);
        }
        try {
          line = RequestLine.parse(method, uri);
        } catch (HttpError e) {
          throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "", e);
        }
        super.startRequest(line.isConnect() ? "OPTIONS" : method, "/", version);
      }

      /** Jetty need not know the host, either. */
      @Override
      public void parsedHeader(HttpField field) {
        fields++;
        String value = field.getValue() == null ? "" : field.getValue();
        if (field.getHeader() == HttpHeader.TRANSFER_ENCODING
            && !value.equalsIgnoreCase("chunked")) {
          throw new HttpException.RuntimeException(
              HttpStatus.NOT_IMPLEMENTED_501, GoRefusal.BAD_CODING);
        }
        if (field.getHeader() != HttpHeader.HOST) {
          super.parsedHeader(field);
        } else if (!HOST.matcher(value).matches()) {
          throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, GoRefusal.BAD_HOST);
        } else {
          host = value;
        }
      }

      @Override
      public boolean headerComplete() {
        if (!makeRoom()) {
          throw new HttpException.RuntimeException(HttpStatus.SERVICE_UNAVAILABLE_503, "");
        }
        return super.headerComplete();
      }

      @Override
      public void badMessage(HttpException failure) {
        if (getHttpChannel().getRequest() == null) {
          refuse(GoRefusal.of(failure, !line.method().isEmpty()));
        } else {
          super.badMessage(failure);
        }
      }

      /** Jetty takes a body without its last line for a whole one. */
      @Override
      public boolean messageComplete() {
        if (getParser().isAtEOF() && getParser().isChunking()) {
          breakOff("http: unexpected EOF reading trailer");
          super.earlyEOF();
          return false;
        }
        return super.messageComplete();
      }

      @Override
      public void earlyEOF() {
        boolean ended = getParser().isAtEOF();
        breakOff(ended ? "unexpected EOF" : "invalid byte in chunk length");
        super.earlyEOF();
      }

      private void breakOff(String words) {
        Request request = getHttpChannel().getRequest();
        if (request != null) {
          request.setAttribute(BROKEN_BODY, words);
        }
      }
    };
  }

  /** Ends a connection on which nobody has asked anything. */
  private void refuse(GoRefusal refusal) {
    getHttpChannel().setHttpStream(null);
    getEndPoint()
        .write(
            Callback.from(() -> getEndPoint().close()),
            ByteBuffer.wrap(refusal.toString().getBytes(StandardCharsets.US_ASCII)));
  }
}
