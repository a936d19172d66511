package io.emperor.admin;

import io.emperor.vassal.VassalStatus;
import io.emperor.vassal.VassalWatcher;
import io.emperor.vassal.Vassals;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells every client of every change: {@code vassals} with all of them first, then {@code vassal}
 * with one, and {@code gone} with a name. Thread safe.
 */
final class EventStream implements VassalWatcher, AutoCloseable {

  private static final int MOST_CLIENTS = 100;
  private static final long BEAT_SECONDS = 10;
  private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final Vassals vassals;
  private final ScheduledExecutorService thread;
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
  private final Runnable unwatch;

  /**
   * Begins to watch.
   *
   * @param thread the one thread that tells, so that changes stay in their order
   */
  EventStream(Vassals vassals, ScheduledExecutorService thread) {
    this.vassals = vassals;
    this.thread = thread;
    this.unwatch = vassals.watch(this);
    // A proxy, and the web server, end a connection on which nothing comes.
    var unused =
        thread.scheduleAtFixedRate(
            () -> send(STILL_HERE), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Tells one more client from now on.
   *
   * @throws RefusedException if there are too many
   */
  void add(AsyncContext context) throws IOException {
    if (clients.size() >= MOST_CLIENTS) {
      throw new RefusedException(503, "too many clients follow the events: " + MOST_CLIENTS);
    }
    EventClient client = new EventClient(context, clients::remove);
    clients.add(client);
    context.getResponse().getOutputStream().setWriteListener(client);
    thread.execute(() -> client.begin(event("vassals", VassalView.of(vassals.all()))));
  }

  @Override
  public void changed(VassalStatus now) {
    later(() -> send(event("vassal", VassalView.of(now))));
  }

  @Override
  public void gone(String name) {
    later(() -> send(event("gone", Map.of("name", name))));
  }

  private void later(Runnable task) {
    try {
      if (!clients.isEmpty()) {
        thread.execute(task);
      }
    } catch (RejectedExecutionException e) {
      return; // the endpoint is closed: nobody listens any more
    }
  }

  private void send(byte[] event) {
    clients.forEach(client -> client.send(event));
  }

  private static byte[] event(String type, Object data) {
    return "event: %s\ndata: %s\n\n"
        .formatted(type, Json.of(data))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    unwatch.run();
    clients.forEach(EventClient::end);
  }
}
