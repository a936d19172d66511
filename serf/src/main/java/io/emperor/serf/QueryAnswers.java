package io.emperor.serf;

import io.emperor.serf.Connection.Subscription;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes what comes back for a query. */
final class QueryAnswers implements Subscription {

  private final Connection connection;
  private final QueryListener listener;
  private final Delivery delivery;
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

  QueryAnswers(Connection connection, QueryListener listener) {
    this.connection = connection;
    this.listener = listener;
    this.delivery = new Delivery("serf-answers", connection.limits());
  }

  CompletableFuture<@Nullable Void> over() {
    return over;
  }

  @Override
  public boolean takes(Fields record, long size) throws UnreadableException {
    String from = record.text("From");
    byte[] payload = record.bytes("Payload");
    String type = record.text("Type");
    boolean told =
        switch (type) {
          case "ack" -> delivery.offer(size, () -> listener.acknowledged(from));
          case "response" -> delivery.offer(size, () -> listener.answered(from, payload));
          default -> true;
        };
    if (!told) {
      throw SerfClient.tooSlow(connection.agent());
    }
    if (type.equals("done")) {
      CompletableFuture<@Nullable Void> unused = delivery.done().thenRun(() -> over.complete(null));
      delivery.end();
    }
    return !type.equals("done");
  }

  @Override
  public void ended(SerfException why) {
    CompletableFuture<@Nullable Void> unused =
        delivery.done().thenRun(() -> over.completeExceptionally(why));
    delivery.endWith(why);
  }
}
