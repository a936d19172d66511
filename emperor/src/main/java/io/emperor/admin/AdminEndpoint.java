package io.emperor.admin;

import io.emperor.consul.ReportingTimer;
import io.emperor.http.ListeningPort;
import io.emperor.http.ServletApp;
import io.emperor.http.WebServer;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that an operator talks to, from when it is opened until it is closed. It has a web
 * server and threads of its own, so that vassals under load can't keep an operator out. Thread
 * safe.
 */
public final class AdminEndpoint implements AutoCloseable {

  private static final int THREADS = 8;

  /** What waits beyond that is answered with 503. */
  private static final int MOST_WAITING = 256;

  private final WebServer web;
  private final ListeningPort port;
  private final String host;
  private final EventStream events;
  private final LogStream logs;
  private final ReportingTimer teller = new ReportingTimer(named("admin-events"));
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          named("admin"));

  private AdminEndpoint(AdminSettings settings, AdminScope scope) throws IOException {
    threads.allowCoreThreadTimeOut(true);
    Path file = settings.tokenFile();
    Gate gate = new Gate(scope.identity().name(), Hosts.of(settings), token(file));
    host = settings.host();
    events = new EventStream(scope.vassals(), teller);
    logs = new LogStream(scope.lines(), teller);
    Map<String, Servlet> servlets = new LinkedHashMap<>();
    servlets.put("/v1/vassals/*", new VassalsServlet(gate, scope, logs));
    servlets.put("/v1/emperor", new EmperorServlet(gate, scope, this::address));
    servlets.put("/v1/load", new LoadsServlet(gate, scope.vassals(), scope.meters()));
    servlets.put("/v1/directories", new DirectoriesServlet(gate, scope.vassals()));
    servlets.put("/v1/agents", new AgentsServlet(gate, scope.agents()));
    servlets.put("/v1/log-level", new LogLevelServlet(gate));
    servlets.put("/v1/events", new EventsServlet(gate, events));
    servlets.put("/metrics", new MetricsServlet(gate, scope.metrics()));
    servlets.put("/healthz", new HealthServlet(gate, scope.stalled()));
    servlets.put("/*", new FilesServlet(gate));
    web = new WebServer("admin", settings.address());
    web.start();
    try {
      port = web.listen(settings.port());
      port.serve(started(servlets));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static @Nullable AdminToken token(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    AdminToken token = new AdminToken(file);
    token.check();
    return token;
  }

  private ServletApp started(Map<String, Servlet> servlets) {
    ServletApp app =
        ServletApp.of("admin", servlets, AdminEndpoint.class.getClassLoader(), threads);
    try {
      app.start(web);
    } catch (Exception e) {
      throw new IllegalStateException("the admin endpoint can't be started", e);
    }
    return app;
  }

  /**
   * Opens the endpoint.
   *
   * @param settings where, and for whom
   * @param scope what it is about
   * @return the open endpoint
   * @throws IOException if the port can't be opened, or the token file can't be used
   */
  public static AdminEndpoint open(AdminSettings settings, AdminScope scope) throws IOException {
    return new AdminEndpoint(settings, scope);
  }

  /**
   * Where it is.
   *
   * @return {@code http://HOST:PORT}
   */
  public String address() {
    return String.format(Locale.ROOT, "http://%s:%d", host, port.number());
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    ThreadGroup own = Thread.currentThread().getThreadGroup();
    return task -> {
      Thread thread = new Thread(own, task, name + "-" + count.incrementAndGet(), 0, false);
      thread.setContextClassLoader(AdminEndpoint.class.getClassLoader());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Closes the port and every connection, at once. */
  @Override
  public void close() {
    events.close();
    logs.close();
    web.close();
    teller.shutdownNow();
    threads.shutdownNow();
  }
}
