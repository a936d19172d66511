package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.admin.view.RequestRefusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clients that are sent events for as long as they stay. Thread safe. */
final class EventSubscribers implements AutoCloseable {

  private static final int MOST = 100;
  private static final long BEAT_SECONDS = 10;
  private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();

  /**
   * Nobody at first.
   *
   * @param thread sends the clients a sign of life: a proxy, and the web server, end a connection
   *     on which nothing comes
   */
  EventSubscribers(ScheduledExecutorService thread) {
    var unused =
        thread.scheduleAtFixedRate(
            () -> send(STILL_HERE), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Lets one more in. It is sent nothing before {@link EventClient#begin}.
   *
   * @param left told when the client has gone
   * @throws RefusedException if there are too many, or it asks for no body
   */
  EventClient admit(
      HttpServletRequest request, HttpServletResponse response, Consumer<EventClient> left)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      // Nothing is ever written to whoever asks for the head alone, so nobody would notice that it
      // has
      // gone.
      throw new RefusedException(RequestRefusal.ofMethod("GET"));
    }
    if (clients.size() >= MOST) {
      throw new RefusedException(503, "too many clients follow events already: " + MOST);
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    EventClient client = new EventClient(context, gone -> leave(gone, left));
    clients.add(client);
    response.getOutputStream().setWriteListener(client);
    return client;
  }

  private void leave(EventClient client, Consumer<EventClient> left) {
    clients.remove(client);
    left.accept(client);
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  void send(byte[] event) {
    clients.forEach(client -> client.send(event));
  }

  /** An event as it goes over the wire. */
  static byte[] event(String type, Object data) {
    return "event: %s\ndata: %s\n\n"
        .formatted(type, Json.of(data))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    clients.forEach(EventClient::end);
  }
}
