package io.emperor.devagent.http;

import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.http.Watchers.Watcher;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.Paths;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.RequestLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and the endpoints: reads what was asked and writes what is answered. What is quick
 * stays on the thread that all connections share, anything else goes to another.
 */
public final class Gateway extends Handler.Abstract.NonBlocking {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final String HTML = "text/html; charset=utf-8";
  private static final int SMALL = 8 << 10;
  private static final int LARGE = 64 << 10;
  private static final long MOST_UNREAD = 256 << 10;
  private static final long MOST_REFUSED = 16L << 20;

  private final Router router;
  private final Store store;
  private final MemoryLimit passing;
  private final Presentation presentation;

  public Gateway(Router router, Store store, MemoryLimit passing, Presentation presentation) {
    this.presentation = presentation;
    this.router = router;
    this.store = store;
    this.passing = passing;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    RequestLine line = GoConnection.lineOf(request);
    if (GoConnection.hasItsTurn(request)) {
      handle(exchange, line, true);
    } else {
      exchange.elsewhere(() -> handle(exchange, line, false));
    }
    return true;
  }

  /**
   * Answers, or finds out what is to.
   *
   * @param shared whether this is the thread that all connections share
   */
  private void handle(Exchange exchange, RequestLine line, boolean shared) {
    try {
      route(exchange, line, shared);
    } catch (HttpError e) {
      exchange.writeUnread(presentation.complete(presentation.of(e)));
    }
  }

  private void route(Exchange exchange, RequestLine line, boolean shared) {
    Gatekeeper.check(exchange.request);
    Answer answer = unrouted(line);
    if (answer != null) {
      exchange.writeUnread(answer);
      return;
    }
    String path = line.path();
    String method = line.method();
    Route route = router.find(path);
    if (route == null) {
      exchange.writeUnread(presentation.unknown(path));
      return;
    }
    QueryParameters query = QueryParameters.parse(line.query());
    if (method.equals("OPTIONS")) {
      exchange.writeUnread(presentation.complete(Answer.empty(200).with("Allow", route.allowed())));
    } else if (!route.methods().contains(method)) {
      Answer refusal = Answer.text(405, "method " + method + " not allowed");
      exchange.writeUnread(presentation.complete(refusal.with("Allow", route.allowed())));
    } else {
      String namespace = exchange.request.getHeaders().get("X-Consul-Namespace");
      String rest = path.substring(route.path().length());
      ApiRequest ask =
          new ApiRequest(method, rest, query, namespace == null ? "" : namespace, Body.NONE);
      if (shared && !(route.quick().test(query) && exchange.isSmall())) {
        exchange.elsewhere(() -> exchange.read(route, ask));
      } else {
        exchange.read(route, ask);
      }
    }
  }

  /** What Go's server answers by itself, if it does. */
  private @Nullable Answer unrouted(RequestLine line) {
    String path = line.path();
    if (path.equals("*")) {
      return line.method().equals("OPTIONS")
          ? Answer.empty(200)
          : Answer.empty(400).with("Connection", "close");
    }
    if (path.isEmpty()) {
      return Answer.text(404, "404 page not found\n").with("X-Content-Type-Options", "nosniff");
    }
    if (!GoText.isPrintable(path)) {
      return Answer.empty(400);
    }
    String elsewhere = line.isConnect() ? null : router.redirect(path);
    return elsewhere == null ? null : redirect(line.method(), elsewhere, line.query());
  }

  private static Answer redirect(String method, String path, @Nullable String query) {
    String url = Paths.encode(path) + (query == null ? "" : "?" + query);
    byte[] page =
        ("<a href=\"" + Paths.escapeHtml(url) + "\">Moved Permanently</a>.\n\n")
            .getBytes(StandardCharsets.UTF_8);
    Answer moved = Answer.empty(301);
    if (method.equals("GET")) {
      moved = Answer.bytes(301, HTML, page);
    } else if (method.equals("HEAD")) {
      moved = moved.with("Content-Type", HTML);
    }
    return moved.with("Location", url);
  }

  /** One request and its answer. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final MemoryLimit.Share room = passing.share();

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = Callback.from(callback, room::close);
    }

    /** Goes on on a thread of its own. */
    void elsewhere(Runnable rest) {
      request.getComponents().getExecutor().execute(() -> failing(rest));
    }

    /** What fails inside the agent ends the connection: nobody else would. */
    private void failing(Runnable rest) {
      try {
        rest.run();
      } catch (RuntimeException | Error e) {
        callback.failed(e);
        throw e;
      }
    }

    boolean isSmall() {
      return request.getLength() <= SMALL
          && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    void read(Route route, ApiRequest ask) {
      if (ask.method().equals("GET")) {
        answer(route, ask);
        return;
      }
      new BodyReader(
              request,
              route.limit(),
              room,
              body -> answer(route, ask.withBody(body)),
              this::refuse,
              callback::failed)
          .run();
    }

    /** Ends the connection, too: nobody knows where on it the next request would begin. */
    private void refuse(HttpError error) {
      Answer answer = presentation.of(error).with("Connection", "close");
      write(presentation.complete(answer), drained(MOST_REFUSED));
    }

    /** A body that nobody looks at is read away after the answer, unless the client waits. */
    void writeUnread(Answer answer) {
      if (request.getLength() > MOST_UNREAD) {
        write(answer.with("Connection", "close"), drained(MOST_REFUSED));
      } else if (request.getHeaders().contains("Expect")) {
        write(answer, callback);
      } else {
        write(answer, drained(MOST_UNREAD));
      }
    }

    private Callback drained(long most) {
      return Callback.from(new Drain(request, most, callback), callback::failed);
    }

    private void answer(Route route, ApiRequest request) {
      try {
        Reply reply = route.endpoint().answer(request);
        if (reply instanceof BlockingRead read) {
          ask(read);
        } else if (reply instanceof Answer answer) {
          write(answer);
        }
      } catch (HttpError e) {
        Answer refusal = presentation.of(e);
        write(route.reportsMeta(e) ? refusal.with(BlockingRead.meta(1, false)) : refusal);
      } catch (RuntimeException e) {
        LOG.warn("the dev agent failed to answer {} {}", request.method(), route.path(), e);
        write(Answer.text(500, "The dev agent failed; its log says why."));
      }
    }

    /** While a query waits, silence is what is expected; an end is not. */
    private void ask(BlockingRead read) {
      AtomicReference<@Nullable Watcher> waiting = new AtomicReference<>();
      request.addIdleTimeoutListener(
          timeout -> {
            Watcher watcher = waiting.get();
            if (watcher != null && store.forgetIf(watcher, this::hasLeft)) {
              callback.failed(new EofException("the client has left"));
            }
            return false;
          });
      waiting.set(store.ask(read, this::write, callback::failed));
    }

    /** A client that sends something before it has its answer counts as gone, too. */
    private boolean hasLeft() {
      EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
      try {
        return endPoint.fill(BufferUtil.allocate(1)) != 0;
      } catch (IOException e) {
        return true;
      }
    }

    private void write(Answer answer) {
      Answer routed = presentation.complete(answer);
      if (request.getMethod().equals("GET")) {
        writeUnread(routed);
      } else {
        write(routed, callback);
      }
    }

    private void write(Answer answer, Callback written) {
      Iterator<byte[]> pieces = answer.body().iterator();
      byte[] first = pieces.next();
      if (first.length > LARGE && !room.grow(first.length)) {
        write(Answer.of(room.full()), written);
        return;
      }
      HttpFields.Mutable headers = response.getHeaders();
      response.setStatus(answer.status());
      answer.headers().forEach(headers::put);
      if (!pieces.hasNext()) {
        headers.put("Content-Length", first.length);
      }
      new PieceWriter(response, first, pieces, written).iterate();
    }
  }
}
