package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.concurrent.CountDownLatch;

/** Its {@code stop()} never returns. */
public final class NeverStopping implements Vassal {

  @Override
  public void start(VassalContext context) {}

  @Override
  public void stop() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
