package io.emperor.test.apps;

import io.emperor.api.Consul;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;

/**
 * Writes into Consul when it is started and stopped, so that one history holds both sides: its own
 * and the emperor's. It fails when its settings ({@code start: fails}, {@code stop: hangs}) or
 * somebody ({@code POST /exit}, {@code POST /hang}) want it so.
 */
public final class Recording implements Vassal {

  private static final String START = "start";
  private static final String STOP = "stop";

  private String history = "";
  private int generation;
  private boolean stays;
  private volatile boolean hanging;

  @Override
  public void start(VassalContext context) {
    history = "history/" + context.name() + "/";
    generation = context.generation();
    stays = context.settings().containsKey(STOP);
    context.serve("/*", new Commands());
    record("started");
    if (context.settings().containsKey(START)) {
      throw new IllegalStateException("the database is not there");
    }
  }

  @Override
  public Health health() {
    if (hanging) {
      hang();
    }
    return Health.passing();
  }

  @Override
  public void stop() {
    if (stays) {
      record("stays");
      hang();
    }
    record("stopped");
  }

  private void record(String word) {
    Consul.set(history + word + "-" + generation, "");
  }

  /** Does not care for being interrupted. */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        // It goes on waiting.
      }
    }
  }

  private final class Commands extends Web.Answer {
    private static final long serialVersionUID = 1L;

    Commands() {
      super("generation " + generation);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      if (request.getPathInfo().equals("/exit")) {
        new Thread(() -> System.exit(7)).start();
      } else {
        hanging = true;
      }
    }
  }
}
