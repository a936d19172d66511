package io.emperor.test.apps;

import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;

/** Its {@code health()} answers until somebody asks it to hang: {@code POST /hang}. */
public final class Hanging implements Vassal {

  private volatile boolean hanging;

  @Override
  public void start(VassalContext context) {
    context.serve("/hang", new Hang());
  }

  @Override
  public Health health() {
    CountDownLatch never = new CountDownLatch(1);
    while (hanging) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        // It goes on waiting.
      }
    }
    return Health.passing("all is well");
  }

  private final class Hang extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      hanging = true;
    }
  }
}
