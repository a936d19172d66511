package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.concurrent.CountDownLatch;

/** Holds a session until it is unloaded. */
public final class Holding implements Vassal {

  private boolean stays;

  @Override
  public void start(VassalContext context) {
    stays = context.settings().containsKey("stays");
    String unused = context.consul().sessionCreate(null, context.name(), null, null);
  }

  @Override
  public void stop() throws InterruptedException {
    if (stays) {
      new CountDownLatch(1).await();
    }
  }
}
