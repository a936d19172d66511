package io.emperor.testkit;

import io.emperor.api.Consul;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An app that writes down what is done with it, and does what its settings say. */
public final class Probe implements Vassal {

  static final List<String> DONE = new CopyOnWriteArrayList<>();
  static final CountDownLatch NEVER = new CountDownLatch(1);

  private @Nullable VassalContext context;

  private void done(String what) {
    Thread thread = Thread.currentThread();
    DONE.add(what + " on " + thread.getName().replaceFirst("-[0-9]+$", ""));
  }

  private boolean says(String key) {
    return context != null && context.settings().containsKey(key);
  }

  @Override
  public void start(VassalContext given) throws Exception {
    context = given;
    done("start");
    given.serve("/*", new Page());
    if (says("seeks")) {
      DONE.add("found " + Consul.get("seed").orElseThrow().text());
    }
    if (says("fails")) {
      throw new IOException("no " + given.settings().get("fails"));
    }
    if (says("asks")) {
      given.reinforce();
    }
    if (says("hangs")) {
      NEVER.await();
    }
    if (says("leaves")) {
      Thread left = new Thread(Probe::forEver, "left-behind");
      left.setDaemon(true);
      left.start();
    }
  }

  private static void forEver() {
    while (NEVER.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public Health health() {
    if (says("ill")) {
      throw new IllegalStateException("no health");
    }
    return Health.passing();
  }

  @Override
  public void stop() throws Exception {
    done("stop");
    if (says("writes")) {
      boolean unused = Consul.set("stopped", "");
    }
    if (says("fails-to-stop")) {
      throw new IOException("can't stop");
    }
  }

  private final class Page extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
      done("init");
    }

    @Override
    public void destroy() {
      done("destroy");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      done("get");
      if (says("throws")) {
        throw new IllegalStateException("secret");
      }
      response.getWriter().print("generation " + (context == null ? 0 : context.generation()));
    }
  }
}
