package io.emperor.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A web server with any number of ports, as all vassals share one: a few threads select and parse
 * for any number of ports, and hand every request to the threads of the app that it is for. Thread
 * safe.
 */
public final class WebServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final Server server;
  private final PortsConnector connector;
  private final @Nullable InetAddress bind;
  private final Supplier<Request.Handler> errors;

  /**
   * Makes a server for vassals that listens nowhere yet.
   *
   * @param name what its threads are called
   * @param bind the address that ports are opened on, {@code null} for all addresses
   */
  public WebServer(String name, @Nullable InetAddress bind) {
    this(name, bind, ConnectionLimit.ofVassals());
  }

  WebServer(String name, @Nullable InetAddress bind, ConnectionLimit limit) {
    this(name, bind, limit, TerseErrorHandler::new);
  }

  private WebServer(
      String name,
      @Nullable InetAddress bind,
      ConnectionLimit limit,
      Supplier<Request.Handler> errors) {
    this.bind = bind;
    this.errors = errors;
    // Both make threads when they need them, and an app's thread may be the one that makes them
    // need one: without a group and a loader of their own they would be born into the app's.
    ThreadGroup own = Thread.currentThread().getThreadGroup();
    // Jetty's own queue asks JMX about the processor first, all of which is loaded for that.
    QueuedThreadPool threads =
        new QueuedThreadPool(16, 1, 60_000, 0, new LinkedBlockingQueue<>(), own);
    threads.setName(name);
    Scheduler timer =
        new ScheduledExecutorScheduler(
            name + "-timer", true, WebServer.class.getClassLoader(), own);
    server = new Server(threads, timer, null);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.addCustomizer(new SecureRequestCustomizer(false)); // any name will do
    connector = new PortsConnector(server, new HttpConnectionFactory(http), limit);
    server.addConnector(connector);
    server.setHandler(new PortHandler());
    server.setErrorHandler(errors.get());
  }

  /**
   * Makes a server for operators and their tools that listens nowhere yet. It has few connections
   * at a time, and answers in JSON what is no proper request.
   *
   * @param name what its threads are called
   * @param bind the address that ports are opened on
   * @param errors what it says then
   * @return the server
   */
  public static WebServer forOperators(String name, InetAddress bind, ErrorText errors) {
    return new WebServer(
        name, bind, ConnectionLimit.ofOperators(), () -> new JsonErrorHandler(errors));
  }

  /** Starts the threads. */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the web server can't be started", e);
    }
  }

  /**
   * Opens a port. Connections are accepted at once; requests are answered with 503 until an app is
   * set.
   *
   * @param port the port, 0 for a free one
   * @return the open port
   * @throws IOException if it can't be opened, because it is in use, say; the message names the
   *     port
   */
  public ListeningPort listen(int port) throws IOException {
    return listen(port, Traffic.UNMEASURED, null);
  }

  /**
   * Opens a port as {@link #listen(int)} does.
   *
   * @param port the port, 0 for a free one
   * @param traffic is told of every request, whatever app is behind the port
   * @param app answers from the first connection on; {@code null} for nobody yet
   * @return the open port
   * @throws IOException if it can't be opened
   */
  public ListeningPort listen(int port, Traffic traffic, @Nullable ServletApp app)
      throws IOException {
    return open(
        port,
        traffic,
        opened -> {
          if (app != null) {
            opened.serve(app);
          }
        });
  }

  /**
   * Opens a port that is held from the first connection on, as {@link ListeningPort#hold} says.
   *
   * @param port the port, 0 for a free one
   * @param traffic is told of every request, whatever app is behind the port
   * @param certificate by which connections speak TLS until there is an app; {@code null} for plain
   *     ones
   * @param awaited told of the first request
   * @return the open port
   * @throws IOException if it can't be opened, because it is in use, say; the message names the
   *     port
   */
  public ListeningPort hold(
      int port, Traffic traffic, @Nullable ServerCertificate certificate, Runnable awaited)
      throws IOException {
    return open(
        port,
        traffic,
        opened -> {
          opened.secure(Optional.ofNullable(certificate));
          opened.hold(awaited);
        });
  }

  private ListeningPort open(int port, Traffic traffic, Consumer<ListeningPort> first)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(
          bind == null ? new InetSocketAddress(port) : new InetSocketAddress(bind, port), BACKLOG);
      channel.configureBlocking(false);
      return connector.listen(channel, traffic, first);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          String.format(Locale.ROOT, "port %d can't be opened: %s", port, e.getMessage()), e);
    }
  }

  /** A new one: an app's has pages of its own. */
  Request.Handler errorHandler() {
    return errors.get();
  }

  Server jetty() {
    return server;
  }

  /** Closes every port and connection. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web server can't be stopped", e);
    }
  }
}
