package io.emperor.admin;

import io.emperor.admin.view.VassalView;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.status.ServiceEvent;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Tells every client of every change: {@code vassals} with all of them first, then {@code vassal}
 * with one, {@code gone} with a name, and {@code registered} and {@code deregistered} with a
 * service. Thread safe.
 */
final class EventStream implements VassalWatcher, AutoCloseable {

  private final Vassals vassals;
  private final ScheduledExecutorService thread;
  private final EventSubscribers subscribers;
  private final Runnable unwatch;

  /**
   * Begins to watch.
   *
   * @param thread the one thread that tells, so that changes stay in their order
   */
  EventStream(Vassals vassals, ScheduledExecutorService thread) {
    this.vassals = vassals;
    this.thread = thread;
    this.subscribers = new EventSubscribers(thread);
    this.unwatch = vassals.watch(this);
  }

  /**
   * Tells one more client from now on.
   *
   * @throws RefusedException if there are too many
   */
  void follow(HttpServletRequest request, HttpServletResponse response) throws IOException {
    EventClient client = subscribers.admit(request, response, gone -> {});
    thread.execute(
        () -> client.begin(EventSubscribers.event("vassals", VassalView.of(vassals.all()))));
  }

  @Override
  public void changed(VassalStatus now) {
    later(() -> subscribers.send(EventSubscribers.event("vassal", VassalView.of(now))));
  }

  @Override
  public void gone(String name) {
    later(() -> subscribers.send(EventSubscribers.event("gone", Map.of("name", name))));
  }

  @Override
  public void told(ServiceEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", event.vassal());
    data.putAll(event.fields());
    later(() -> subscribers.send(EventSubscribers.event(event.kind().word(), data)));
  }

  private void later(Runnable task) {
    try {
      if (!subscribers.isEmpty()) {
        thread.execute(task);
      }
    } catch (RejectedExecutionException e) {
      return; // the endpoint is closed: nobody listens any more
    }
  }

  @Override
  public void close() {
    unwatch.run();
    subscribers.close();
  }
}
