package io.emperor.consul.http;

import io.emperor.base.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.RealConnectionPool;
import okio.AsyncTimeout;

/**
 * The threads that OkHttp and Okio have for all their clients. They would be made by whoever's call
 * needs one first, an app's maybe: in its group and with its class loader, and would end with the
 * app or keep it in memory. Here they are made by whoever makes a client.
 */
final class ClientThreads {

  /** What OkHttp's public constructor of a pool takes is its own, and makes threads as above. */
  private static final TaskRunner TASKS =
      new TaskRunner(new TaskRunner.RealBackend(new DaemonThreads("consul-connections")));

  /** As long as there is a limit of time that is not over, Okio keeps the thread that looks. */
  private static final AsyncTimeout ENDLESS = new AsyncTimeout();

  static {
    var unused = ENDLESS.timeout(36_500, TimeUnit.DAYS);
    ENDLESS.enter();
  }

  private ClientThreads() {}

  /** Connections that are kept for the next call. */
  static ConnectionPool pool(int most, Duration idle) {
    return new ConnectionPool(
        new RealConnectionPool(TASKS, most, idle.toNanos(), TimeUnit.NANOSECONDS));
  }
}
