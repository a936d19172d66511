package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.concurrent.CountDownLatch;

/** Never finishes to start, and does not care for being interrupted. */
public final class Blocking implements Vassal {

  @Override
  public void start(VassalContext context) {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        // It goes on waiting.
      }
    }
  }
}
