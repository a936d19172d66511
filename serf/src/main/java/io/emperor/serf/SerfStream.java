package io.emperor.serf;

import java.util.Map;

/** Events of one kind, until it is closed or its connection ends. Thread safe. */
public final class SerfStream implements AutoCloseable {

  private final Connection connection;
  private final Delivery delivery;
  private final long number;

  SerfStream(Connection connection, Delivery delivery, long number) {
    this.connection = connection;
    this.delivery = delivery;
    this.number = number;
  }

  /** The listener is told nothing more, but what it is being told. Can be called more than once. */
  @Override
  public void close() {
    delivery.close();
    if (connection.stopped(number)) {
      connection.tell("stop", Map.of("Stop", number));
    }
  }
}
