package io.emperor.test.apps;

import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the instances of the service {@code steady} every 50 ms. {@code GET /gap} answers the
 * longest time without an answer in milliseconds, and how many reads failed, since it was asked
 * last.
 */
public final class Reader implements Vassal {

  private static final int INTERVAL_MILLIS = 50;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private long lastAnswer = System.nanoTime();
  private long longest;
  private int failures;

  @Override
  public void start(VassalContext context) {
    ConsulApi consul = context.consul();
    var unused =
        thread.scheduleWithFixedDelay(
            () -> read(consul), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    context.serve("/gap", new Gap());
  }

  private void read(ConsulApi consul) {
    try {
      consul.service("steady");
      answered();
    } catch (ConsulException e) {
      failed();
    }
  }

  private synchronized void answered() {
    long now = System.nanoTime();
    longest = Math.max(longest, now - lastAnswer);
    lastAnswer = now;
  }

  private synchronized void failed() {
    failures++;
  }

  private synchronized String gap() {
    long open = Math.max(longest, System.nanoTime() - lastAnswer);
    String text = TimeUnit.NANOSECONDS.toMillis(open) + " " + failures;
    longest = 0;
    failures = 0;
    return text;
  }

  private final class Gap extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(gap());
    }
  }

  @Override
  public void stop() {
    thread.shutdownNow();
  }
}
