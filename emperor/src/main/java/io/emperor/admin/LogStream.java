package io.emperor.admin;

import io.emperor.logging.LastLines;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Sends clients a vassal's log, line by line, as events {@code line}. Thread safe. */
final class LogStream implements AutoCloseable {

  private final LastLines lines;
  private final EventSubscribers subscribers;

  LogStream(LastLines lines, ScheduledExecutorService thread) {
    this.lines = lines;
    this.subscribers = new EventSubscribers(thread);
  }

  /**
   * Sends one more client a vassal's lines from now on.
   *
   * @param most how many of the lines that are there already
   * @param since when the first of those was logged at the earliest
   * @throws RefusedException if there are too many
   */
  void follow(
      String vassal,
      int most,
      Instant since,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    CompletableFuture<AutoCloseable> following = new CompletableFuture<>();
    EventClient client = subscribers.admit(request, response, gone -> endOf(following));
    client.begin(EventSubscribers.event("vassal", vassal));
    following.complete(
        lines.follow(
            vassal, most, since, line -> client.send(EventSubscribers.event("line", line))));
  }

  private static void endOf(CompletableFuture<AutoCloseable> following) {
    var unused = following.thenAccept(LogStream::end);
  }

  private static void end(AutoCloseable following) {
    try {
      following.close();
    } catch (Exception e) {
      throw new IllegalStateException("following a log can't be ended", e);
    }
  }

  @Override
  public void close() {
    subscribers.close();
  }
}
