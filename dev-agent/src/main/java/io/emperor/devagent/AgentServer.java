package io.emperor.devagent;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.base.TimerThread;
import io.emperor.devagent.endpoint.Routes;
import io.emperor.devagent.http.Gateway;
import io.emperor.devagent.http.GoConnection;
import io.emperor.devagent.http.Limits;
import io.emperor.devagent.http.PlainErrors;
import io.emperor.devagent.http.Presentation;
import io.emperor.devagent.http.Router;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.http.Watchers;
import io.emperor.devagent.probe.NetworkProber;
import io.emperor.devagent.probe.ProbeDialer;
import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An agent's parts, put together behind a web server with few threads. */
final class AgentServer implements AutoCloseable {

  private static final int THREADS = 16;
  private static final int IDLE_MILLIS = 60_000;
  private static final int BACKLOG = 1024;
  private static final int HEADERS = (1 << 20) + (4 << 10);

  private static final HttpCompliance GO =
      HttpCompliance.RFC9110.with(
          "GO",
          Violation.MULTIPLE_CONTENT_LENGTHS,
          Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH,
          Violation.MULTILINE_FIELD_VALUE,
          Violation.UNSAFE_HOST_HEADER);

  private final Server server;
  private final TimerThread timer;
  private final NetworkProber prober;
  private final AgentIdentity self;
  private final Store store;
  private final MemoryLimit passing;

  private AgentServer(
      Server server,
      TimerThread timer,
      NetworkProber prober,
      AgentIdentity self,
      Store store,
      MemoryLimit passing) {
    this.passing = passing;
    this.server = server;
    this.store = store;
    this.timer = timer;
    this.prober = prober;
    this.self = self;
  }

  static AgentServer start(
      String host,
      int port,
      ConsulProfile profile,
      InstantSource clock,
      TimerThread timer,
      Limits limits)
      throws IOException {
    // Jetty's own queue asks JMX about the processor first, all of which is loaded for that.
    QueuedThreadPool threads =
        new QueuedThreadPool(THREADS, 4, IDLE_MILLIS, new LinkedBlockingQueue<>());
    threads.setName("dev-agent");
    threads.setDaemon(true);
    Server server = new Server(threads);
    MemoryLimit passing = new MemoryLimit(limits.passing());
    ServerConnector connector = connector(server, host, port, limits, passing);
    try {
      connector.open();
      AgentIdentity self =
          new AgentIdentity(
              UUID.randomUUID().toString(), "dev-agent", host, connector.getLocalPort(), profile);
      NetworkProber prober =
          new NetworkProber(timer, new ProbeDialer(threads, server.getScheduler()));
      Watchers watchers = new Watchers(timer, threads, limits.waiting());
      Store store = new Store(self, clock, timer, prober, watchers, new MemoryLimit(limits.kept()));
      server.setHandler(
          new Gateway(
              new Router(Routes.of(self, store, clock)),
              store,
              passing,
              new Presentation(profile)));
      server.start();
      prober.start();
      return new AgentServer(server, timer, prober, self, store, passing);
    } catch (Exception e) {
      connector.close();
      timer.close();
      throw failure(host, port, e);
    }
  }

  private static ServerConnector connector(
      Server server, String host, int port, Limits limits, MemoryLimit passing) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setHttpCompliance(GO);
    http.setRequestHeaderSize(HEADERS);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new GoConnection.Factory(http, passing));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(limits.idle().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    server.setErrorHandler(new PlainErrors());
    return connector;
  }

  private static IOException failure(String host, int port, Exception e) {
    String message =
        String.format(
            Locale.ROOT, "the dev agent can't listen on %s:%d: %s", host, port, e.getMessage());
    boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
    IOException failure = taken ? new BindException(message) : new IOException(message);
    failure.initCause(e);
    return failure;
  }

  int waiting() {
    return store.waiting();
  }

  /** How many bytes of requests and answers are under way. */
  long underWay() {
    return passing.held();
  }

  String address() {
    return self.http();
  }

  @Override
  public void close() {
    timer.close();
    prober.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the dev agent can't be stopped", e);
    }
  }
}
