package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.consul.WriteHistory.Told;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An emperor with one app that stands for a lead, and while it leads says so in a file every ten
 * milliseconds: {@code EMPEROR FENCE NANOS}, by the machine's monotonic clock. Meanwhile it writes
 * with its lease, see {@link WriteHistory}, and says in a second file what it was told. Ends on
 * SIGTERM as an emperor does.
 */
public final class HolderMain {

  private static final long BEAT = 10_000_000;
  private static final long PAUSE = 100_000_000;

  private HolderMain() {}

  /**
   * Runs until it is ended.
   *
   * @param args the emperor's name, the two files, and the agents
   */
  public static void main(String[] args) throws Exception {
    String emperor = args[0];
    List<AgentAddress> agents = Stream.of(args).skip(3).map(AgentAddress::parse).toList();
    AgentSettings settings =
        new AgentSettings(
            agents, ConsistencyMode.DEFAULT, TokenSource.none(), TlsSettings.defaults(), null);
    FleetSettings fleet =
        new FleetSettings("test", Map.of("emperor", emperor), "1", null, LeaseTimes.DEFAULT);
    ConsulBridge bridge =
        new ConsulBridge(settings, emperor, fleet, false, new SimpleMeterRegistry());
    AppConsul app = bridge.appConsul("app", "app-" + emperor, "app");
    ExecutorService threads = Executors.newCachedThreadPool();
    app.runCallbacksOn(threads);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  app.close();
                  bridge.close();
                },
                "end"));
    bridge.joinFleet();
    FileOutputStream history = new FileOutputStream(args[1], true);
    FileOutputStream told = new FileOutputStream(args[2], true);
    var unused =
        app.lead(
            "job",
            lease -> {
              threads.execute(() -> write(app, lease, told));
              hold(emperor, lease, history);
            });
    new CountDownLatch(1).await();
  }

  private static void hold(String emperor, Lease lease, FileOutputStream history)
      throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      // In this order: what is held now was held a moment ago.
      if (!lease.held()) {
        return;
      }
      String line = emperor + " " + lease.fence() + " " + now + "\n";
      history.write(line.getBytes(StandardCharsets.US_ASCII));
      LockSupport.parkNanos(BEAT);
    }
  }

  /** Until a write is refused, and not only until the lease says that it is over. */
  private static void write(AppConsul app, Lease lease, FileOutputStream told) {
    Told last = Told.DONE;
    for (int number = 1; last != Told.REFUSED; number++) {
      String key = WriteHistory.PREFIX + lease.fence() + "/" + number;
      last = write(app, lease, key);
      try {
        told.write((key + " " + last + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static Told write(AppConsul app, Lease lease, String key) {
    try {
      return app.set(lease, key, new byte[0], 0L) ? Told.DONE : Told.UNKNOWN;
    } catch (LeaseLostException e) {
      return Told.REFUSED;
    } catch (ConsulException e) {
      return e.applied() == ConsulException.Applied.NO && !lease.held()
          ? Told.REFUSED
          : Told.UNKNOWN;
    }
  }
}
