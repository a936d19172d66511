package io.emperor.test.apps;

import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches the service {@code steady}, and the key {@code counter} that only ever grows, by
 * listeners and by reading them every 50 ms. {@code GET /seen} tells how often it was told too few
 * instances or a smaller number, how often a read failed, and the last number.
 */
public final class Viewer implements Vassal {

  private static final int INSTANCES = 2;
  private static final int INTERVAL_MILLIS = 50;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Counter told = new Counter();
  private final Counter read = new Counter();

  @Override
  public void start(VassalContext context) {
    ConsulApi consul = context.consul();
    consul.watchService("steady", told::instances);
    consul.watchKey("counter", told::number);
    var unused =
        thread.scheduleWithFixedDelay(
            () -> read(consul), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    context.serve("/seen", new Seen());
  }

  private void read(ConsulApi consul) {
    try {
      read.instances(consul.service("steady"));
      read.number(consul.get("counter"));
    } catch (ConsulException e) {
      read.failed();
    }
  }

  @Override
  public void stop() {
    thread.shutdownNow();
  }

  /** What came in by one of the two ways. */
  static final class Counter {
    private int views;
    private int empty;
    private int backwards;
    private int failures;
    private long last = -1;

    synchronized void instances(List<ServiceInstance> instances) {
      views++;
      empty += instances.size() < INSTANCES ? 1 : 0;
    }

    synchronized void number(Optional<KeyValue> entry) {
      views++;
      long now = entry.map(KeyValue::text).map(Long::parseLong).orElse(-1L);
      backwards += now < last ? 1 : 0;
      last = now;
    }

    synchronized void failed() {
      failures++;
    }

    @Override
    public synchronized String toString() {
      return views + " " + empty + " " + backwards + " " + failures + " " + last;
    }
  }

  private final class Seen extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().println(told);
      response.getWriter().println(read);
    }
  }
}
