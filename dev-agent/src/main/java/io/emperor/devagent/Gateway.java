package io.emperor.devagent;

import io.emperor.devagent.Watchers.Watcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
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

/** Between Jetty and the endpoints: reads what was asked and writes what is answered. */
final class Gateway extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final int PIECE = 64 << 10;

  private final Router router;
  private final Store store;

  Gateway(Router router, Store store) {
    this.router = router;
    this.store = store;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      handle(exchange);
    } catch (HttpError e) {
      exchange.write(Answer.of(e));
    }
    return true;
  }

  private void handle(Exchange exchange) {
    String method = exchange.request.getMethod();
    String path = Paths.decode(exchange.request.getHttpURI().getPath());
    if (!GoText.isPrintable(path)) {
      exchange.write(Answer.empty(400));
      return;
    }
    String elsewhere = router.redirect(path);
    if (elsewhere != null) {
      exchange.write(redirect(method, elsewhere, exchange.request.getHttpURI().getQuery()));
      return;
    }
    Route route = router.find(path);
    if (route == null) {
      exchange.write(Unknown.answer(path));
      return;
    }
    Query query = Query.parse(exchange.request.getHttpURI().getQuery());
    if (method.equals("OPTIONS")) {
      exchange.write(Answer.empty(200).with("Allow", route.allowed()));
    } else if (!route.methods().contains(method)) {
      Answer answer = Answer.text(405, "method " + method + " not allowed");
      exchange.write(answer.with("Allow", route.allowed()));
    } else {
      String namespace = exchange.request.getHeaders().get("X-Consul-Namespace");
      String rest = path.substring(route.path().length());
      exchange.read(
          route, new Ask(method, rest, query, namespace == null ? "" : namespace, new byte[0]));
    }
  }

  private static Answer redirect(String method, String path, String query) {
    String url = Paths.encode(path) + (query == null ? "" : "?" + query);
    boolean read = method.equals("GET") || method.equals("HEAD");
    byte[] page =
        ("<a href=\"" + Paths.escapeHtml(url) + "\">Moved Permanently</a>.\n\n")
            .getBytes(StandardCharsets.UTF_8);
    Answer answer = read ? Answer.bytes(301, "text/html; charset=utf-8", page) : Answer.empty(301);
    return answer.with("Location", url);
  }

  /** One request and its answer. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void read(Route route, Ask ask) {
      if (ask.method().equals("GET")) {
        answer(route, ask);
        return;
      }
      new BodyReader(
              request,
              route.limit(),
              body -> answer(route, ask.withBody(body)),
              this::refuse,
              callback::failed)
          .run();
    }

    /** Ends the connection, too: nobody knows where on it the next request would begin. */
    private void refuse(HttpError error) {
      Callback written = Callback.from(new Drain(request, callback), callback::failed);
      write(Answer.of(error).with("Connection", "close"), written);
    }

    private void answer(Route route, Ask ask) {
      try {
        Reply reply = route.endpoint().answer(ask);
        if (reply instanceof LiveRead read) {
          ask(read);
        } else if (reply instanceof Answer answer) {
          write(answer);
        }
      } catch (HttpError e) {
        write(route.reportsMeta(e) ? Answer.of(e).with(LiveRead.meta(1, false)) : Answer.of(e));
      } catch (RuntimeException e) {
        LOG.warn("the dev agent failed to answer {} {}", ask.method(), route.path(), e);
        write(Answer.text(500, "The dev agent failed; its log says why."));
      }
    }

    /** While a query waits, silence is what is expected; an end is not. */
    private void ask(LiveRead read) {
      AtomicReference<@Nullable Watcher> waiting = new AtomicReference<>();
      request.addIdleTimeoutListener(
          timeout -> {
            Watcher watcher = waiting.get();
            if (watcher != null && store.forgetIf(watcher, this::hasLeft)) {
              callback.failed(new EofException("the client has left"));
            }
            return false;
          });
      waiting.set(store.ask(read, this::write));
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

    void write(Answer answer) {
      write(answer, callback);
    }

    private void write(Answer answer, Callback written) {
      byte[] body = answer.body();
      HttpFields.Mutable headers = response.getHeaders();
      response.setStatus(answer.status());
      answer.headers().forEach(headers::put);
      headers.put("Vary", "Accept-Encoding");
      headers.put("Content-Length", body.length);
      if (body.length <= PIECE) {
        response.write(true, ByteBuffer.wrap(body), written);
      } else {
        Content.copy(Content.Source.from(pieces(body)), response, written);
      }
    }

    /** The JDK keeps a buffer outside the heap as large as the largest that was ever written. */
    private static ByteBuffer[] pieces(byte[] body) {
      ByteBuffer[] pieces = new ByteBuffer[(body.length + PIECE - 1) / PIECE];
      for (int i = 0; i < pieces.length; i++) {
        int from = i * PIECE;
        pieces[i] = ByteBuffer.wrap(body, from, Math.min(PIECE, body.length - from)).slice();
      }
      return pieces;
    }
  }
}
