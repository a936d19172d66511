package io.emperor.testkit;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;

/** The servlets of one generation, whose code runs on the app's threads. */
final class KitServlets {

  private final ServletContextHandler context;
  private final Executor threads;
  private final Phaser inFlight = new Phaser(1);

  KitServlets(Map<String, Servlet> servlets, ClassLoader loader, Executor threads) {
    this.threads = threads;
    context = new Context(threads);
    context.setClassLoader(loader);
    context.setErrorHandler(new TerseErrors());
    servlets.forEach(
        (pathSpec, servlet) -> {
          ServletHolder holder = new ServletHolder(servlet);
          holder.setInitOrder(0);
          holder.setAsyncSupported(true);
          context.addServlet(holder, pathSpec);
        });
  }

  /** Initializes the servlets; on a thread of the app's. */
  void start(Server server) throws Exception {
    context.setServer(server);
    context.start();
  }

  /** Destroys the servlets; on a thread of the app's. */
  void stop() throws Exception {
    context.stop();
  }

  /** Counts a request in, which {@link #answer} counts out. */
  void enter() {
    inFlight.register();
  }

  void answer(Request request, Response response, Callback callback) {
    Callback counted = Callback.from(callback, inFlight::arriveAndDeregister);
    try {
      threads.execute(() -> handle(request, response, counted));
    } catch (Throwable e) {
      Response.writeError(request, response, counted, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
  }

  private void handle(Request request, Response response, Callback callback) {
    try {
      if (!context.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }

  /** Waits until what was counted in has been counted out, or the limit is over. */
  void drain(Duration limit) throws InterruptedException {
    try {
      int unused =
          inFlight.awaitAdvanceInterruptibly(
              inFlight.arrive(), limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // As in the emperor: the app is stopped all the same.
    }
  }

  /** Asynchronous continuations run on the app's threads, too. */
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

  /** As in the emperor: nothing of what a servlet has thrown. */
  private static final class TerseErrors extends ErrorPageErrorHandler {

    TerseErrors() {
      setShowStacks(false);
      setShowCauses(false);
      setShowOrigin(false);
    }

    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        String message,
        Throwable cause,
        Callback callback)
        throws IOException {
      String said = cause == null ? message : HttpStatus.getMessage(code);
      super.generateResponse(request, response, code, said, null, callback);
    }
  }
}
