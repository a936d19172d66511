package io.emperor.http;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The servlets of one generation of an app. All of their code, asynchronous continuations too, runs
 * on the executor that it was made with. Thread safe.
 */
public final class ServletApp {

  private static final HttpConfiguration.Customizer FORWARDED = new ForwardedRequestCustomizer();

  private final ServletContextHandler context;
  private final Executor threads;
  private final InFlight inFlight = new InFlight();
  private volatile boolean trustsProxy;
  private volatile @Nullable ServerCertificate certificate;

  private ServletApp(
      ServletContextHandler context, String name, ClassLoader loader, Executor threads) {
    this.context = context;
    this.threads = threads;
    context.setDisplayName(name);
    context.setClassLoader(loader);
    context.setSessionHandler(new AppSessions());
  }

  /**
   * Makes an app of servlets; it is not started.
   *
   * @param name a name for people
   * @param servlets path specifications to servlets
   * @param loader the app's class loader
   * @param threads the app's own threads; a rejected request is answered with 503
   * @return the app
   */
  public static ServletApp of(
      String name, Map<String, Servlet> servlets, ClassLoader loader, Executor threads) {
    Context context = new Context(threads);
    servlets.forEach(
        (pathSpec, servlet) -> {
          ServletHolder holder = new ServletHolder(servlet);
          holder.setInitOrder(0);
          holder.setAsyncSupported(true);
          context.addServlet(holder, pathSpec);
        });
    return new ServletApp(context, name, loader, threads);
  }

  /**
   * Makes an app of a war; it is not started, and none of its code is run.
   *
   * @param name a name for people
   * @param directory where the war is unpacked
   * @param temporary a directory for its temporary files; made if needed, and deleted with the app
   * @param attributes of its servlet context
   * @param loader the app's class loader, which has the war's classes
   * @param threads the app's own threads; a rejected request is answered with 503
   * @return the app
   */
  public static ServletApp ofWar(
      String name,
      Path directory,
      Path temporary,
      Map<String, Object> attributes,
      ClassLoader loader,
      Executor threads) {
    WarContext context = new WarContext(directory, temporary, threads);
    attributes.forEach(context::setAttribute);
    return new ServletApp(context, name, loader, threads);
  }

  /**
   * Refuses what is no servlet path specification.
   *
   * @param pathSpec what an app gave
   * @throws IllegalArgumentException if it is none
   */
  public static void requirePathSpec(String pathSpec) {
    new ServletPathSpec(pathSpec);
  }

  /**
   * Says whether requests are taken to be from where their headers say: {@code Forwarded} and
   * {@code X-Forwarded-*}. They are not, as long as nobody says so.
   *
   * @param trusted whether every request comes through a proxy that overwrites these headers
   */
  public void trustProxy(boolean trusted) {
    trustsProxy = trusted;
  }

  /**
   * Has ports speak TLS while this app is behind them. They don't, as long as nobody says so.
   *
   * @param shown the certificate for connections that are opened from then on
   */
  public void secure(ServerCertificate shown) {
    certificate = shown;
  }

  Optional<ServerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /**
   * Initializes the servlets; to be called on a thread of the app's.
   *
   * @param server the server that the app will be behind
   * @throws Exception what a servlet threw
   */
  public void start(WebServer server) throws Exception {
    context.setServer(server.jetty());
    context.setErrorHandler(server.errorHandler());
    SessionHandler sessions = context.getSessionHandler();
    AppSessionIds ids = new AppSessionIds(server.jetty(), sessions, threads);
    sessions.setSessionIdManager(ids);
    boolean unused = context.addBean(ids, true);
    context.start();
  }

  /**
   * Destroys the servlets; to be called on a thread of the app's.
   *
   * @throws Exception what a servlet threw
   */
  public void stop() throws Exception {
    context.stop();
  }

  /**
   * Takes no further request as soon as none is being answered.
   *
   * @return completed when the last answer has been written
   */
  public CompletableFuture<Void> drain() {
    return inFlight.drain();
  }

  /**
   * Has it noted from when on as many requests, or more, are waiting or under way.
   *
   * @param queue from 1
   */
  public void watchQueue(int queue) {
    inFlight.watch(queue);
  }

  /**
   * For how long that many have been, without a break.
   *
   * @return zero if there are fewer now, or nobody has said how many to look for
   */
  public Duration queuedFor() {
    return inFlight.full();
  }

  /** Answers the request on the app's threads, unless the app has been drained. */
  boolean handles(Request request, Response response, Callback callback) {
    if (!inFlight.enter()) {
      return false;
    }
    Callback counted = Callback.from(callback, inFlight::leave);
    try {
      Request seen = trustsProxy ? FORWARDED.customize(request, response.getHeaders()) : request;
      threads.execute(() -> answer(seen, response, counted));
    } catch (HttpException.RuntimeException e) {
      Response.writeError(request, response, counted, e);
    } catch (Throwable e) {
      // Ended, or no thread to be had: whatever it is, the request has to be answered and counted
      // out.
      Response.writeError(request, response, counted, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return true;
  }

  private void answer(Request request, Response response, Callback callback) {
    try {
      if (!context.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }

  /**
   * A context whose asynchronous continuations run on the app's threads instead of the server's.
   */
  private static final class Context extends ServletContextHandler {

    private final Executor threads;

    Context(Executor threads) {
      super("/", SESSIONS);
      this.threads = threads;
    }

    @Override
    protected ContextHandler.ScopedContext newContext() {
      return new ServletScopedContext() {
        @Override
        public void execute(Runnable task) {
          threads.execute(() -> run(task));
        }

        @Override
        public void execute(Runnable task, Request request) {
          threads.execute(() -> run(task, request));
        }
      };
    }
  }
}
