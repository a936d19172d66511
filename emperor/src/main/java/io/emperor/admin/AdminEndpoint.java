package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.base.ReportingTimer;
import io.emperor.consul.settings.SecretFile;
import io.emperor.http.ListeningPort;
import io.emperor.http.ServletApp;
import io.emperor.http.WebServer;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
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

  private static final String HEALTH = "/healthz";
  private static final int THREADS = 8;

  /** What waits beyond that is answered with 503. */
  private static final int MOST_WAITING = 256;

  private final WebServer web;
  private final ListeningPort port;
  private final String host;
  private final EventStream events;
  private final LogStream logs;
  private final ReportingTimer teller = new ReportingTimer(named("admin-events"));
  private final ThreadPoolExecutor threads = threads("admin", THREADS);

  /** Who asks whether the emperor is well is answered, whatever the others wait for. */
  private final ThreadPoolExecutor healthThread = threads("admin-health", 1);

  private AdminEndpoint(AdminSettings settings, AdminContext context) throws IOException {
    Path file = settings.tokenFile();
    Gate gate = new Gate(context.identity().name(), Hosts.of(settings), token(file));
    host = settings.host();
    events = new EventStream(context.vassals(), teller);
    logs = new LogStream(context.lines(), teller);
    Map<String, Servlet> servlets = new LinkedHashMap<>();
    servlets.put("/v1/vassals/*", new VassalsServlet(gate, context, logs));
    servlets.put("/v1/emperor", new EmperorServlet(gate, context, this::address));
    servlets.put("/v1/load", new LoadsServlet(gate, context.vassals(), context.meters()));
    servlets.put("/v1/directories", new DirectoriesServlet(gate, context.vassals()));
    servlets.put("/v1/agents", new AgentsServlet(gate, context.agents()));
    servlets.put(
        "/v1/fleet/*",
        new FleetServlet(gate, context.fleet(), context.keyedFiles(), context.identity().name()));
    servlets.put("/v1/fleet/files/*", new FleetFilesServlet(gate, context.keyedFiles()));
    servlets.put("/v1/log-level", new LogLevelServlet(gate));
    servlets.put("/v1/membership", new MembershipServlet(gate, context.membership()));
    servlets.put("/v1/serf-events", new SerfEventsServlet(gate.forBytes(), context.serfEvents()));
    servlets.put("/v1/events", new EventsServlet(gate, events));
    servlets.put("/metrics", new MetricsServlet(gate, context.metrics()));
    servlets.put("/*", new FilesServlet(gate));
    Servlet health = new HealthServlet(gate, context.stalled());
    web = WebServer.forOperators("admin", settings.address(), AdminEndpoint::said);
    web.start();
    try {
      port = web.listen(settings.port());
      port.serve(HEALTH, started(Map.of(HEALTH, health), healthThread));
      port.serve(started(servlets, threads));
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
    SecretFile.look("--admin-token-file", file);
    return token;
  }

  private ServletApp started(Map<String, Servlet> servlets, Executor runners) {
    ServletApp app =
        ServletApp.of("admin", servlets, AdminEndpoint.class.getClassLoader(), runners);
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
   * @param context what it is about
   * @return the open endpoint
   * @throws IOException if the port can't be opened, or the token file can't be used
   */
  public static AdminEndpoint open(AdminSettings settings, AdminContext context)
      throws IOException {
    return new AdminEndpoint(settings, context);
  }

  /**
   * Where it is.
   *
   * @return {@code http://HOST:PORT}
   */
  public String address() {
    return String.format(Locale.ROOT, "http://%s:%d", host, port.number());
  }

  private static String said(int status, String reason) {
    return Json.refusal(
        switch (status) {
          case 500 -> "the emperor failed to answer: see its log";
          case 503 -> "the emperor is busy: ask again";
          default -> "the request can't be served: " + reason;
        });
  }

  private static ThreadPoolExecutor threads(String name, int most) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), named(name));
    threads.allowCoreThreadTimeOut(true);
    return threads;
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
    healthThread.shutdownNow();
  }
}
