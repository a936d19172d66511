package io.emperor.testkit;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** The web server of one vassal, on a free port of loopback. One generation answers at a time. */
final class KitServer {

  private final Server server;
  private final ServerConnector connector;
  private volatile int port;
  private @Nullable KitServlets current;

  KitServer() {
    // Born when they are needed, on an app's thread maybe: they must not belong to its group.
    ThreadGroup own = Thread.currentThread().getThreadGroup();
    QueuedThreadPool threads = new QueuedThreadPool(16, 1, 60_000, 0, null, own);
    threads.setName("kit-http");
    threads.setDaemon(true);
    server =
        new Server(
            threads,
            new ScheduledExecutorScheduler(
                "kit-http-timer", true, KitServer.class.getClassLoader(), own),
            null);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ToCurrent());
  }

  /** Opens the port, behind which nothing answers yet, unless it is open. */
  Server open() throws Exception {
    server.start();
    port = connector.getLocalPort();
    return server;
  }

  /** The port, also when it is closed again; 0 if it never was open. */
  int port() {
    return port;
  }

  /** Sets what answers from now on. */
  synchronized void serve(@Nullable KitServlets next) {
    current = next;
  }

  private synchronized @Nullable KitServlets enter() {
    if (current != null) {
      current.enter();
    }
    return current;
  }

  /** Takes no more connections; what has begun goes on. */
  void refuse() {
    connector.close();
  }

  void close() throws Exception {
    server.stop();
  }

  private final class ToCurrent extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      KitServlets servlets = enter();
      if (servlets == null) {
        Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      } else {
        servlets.answer(request, response, callback);
      }
      return true;
    }
  }
}
