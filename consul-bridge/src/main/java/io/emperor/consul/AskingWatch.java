package io.emperor.consul;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scaffolding: asks again and again. */
final class AskingWatch implements Watch {

  private final Supplier<List<ServiceInstance>> question;
  private final Consumer<List<ServiceInstance>> listener;
  private final Thread thread = new Thread(this::ask, "asking-watch");

  AskingWatch(Supplier<List<ServiceInstance>> question, Consumer<List<ServiceInstance>> listener) {
    this.question = question;
    this.listener = listener;
    thread.setDaemon(true);
    thread.start();
  }

  private void ask() {
    List<ServiceInstance> last = null;
    while (!Thread.currentThread().isInterrupted()) {
      last = told(last);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private @Nullable List<ServiceInstance> told(@Nullable List<ServiceInstance> last) {
    try {
      List<ServiceInstance> now = question.get();
      if (!now.equals(last)) {
        listener.accept(now);
      }
      return now;
    } catch (RuntimeException e) {
      return last;
    }
  }

  @Override
  public Duration age() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
