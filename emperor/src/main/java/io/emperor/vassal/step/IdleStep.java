package io.emperor.vassal.step;

import io.emperor.port.ServicePort;
import io.emperor.vassal.watch.IdleWatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Has an app that is on demand put to rest again when nobody has asked it for long enough. */
final class IdleStep implements Step {

  private final ScheduledExecutorService timer;

  IdleStep(StepContext context) {
    timer = context.timer();
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    if (generation.isOnDemand() && !generation.isResting()) {
      IdleWatch watch =
          new IdleWatch(
              () -> generation.port().held().map(ServicePort::idle).orElse(Duration.ZERO),
              generation.config().rest().idleTimeout(),
              generation.queue(),
              timer,
              generation.vassal()::idle);
      generation.watches().of(watch);
      watch.start();
    }
    return DONE;
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.watches().endIdle();
    return DONE;
  }
}
