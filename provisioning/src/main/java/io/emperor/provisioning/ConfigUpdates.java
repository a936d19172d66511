package io.emperor.provisioning;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.handler.ConfigUpdated;
import io.emperor.provisioning.membership.FilesPlan;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Receipt;
import io.emperor.provisioning.update.UpdateException;
import io.emperor.provisioning.update.UpdateStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the configuration that events {@code config_updated} carry beside the files that follow the
 * cluster: those of a serf agent that is one of the sources, and otherwise Consul's. Safe for use
 * by many threads.
 */
public final class ConfigUpdates implements ConfigUpdated, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigUpdates.class);
  private static final String KEPT = "ok";
  private static final Taken LEFT_ALONE = new Taken(false, Optional.empty());

  private final Optional<UpdateStore> store;
  private final Map<Receipt, Long> receipts = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private @Nullable ExecutorService thread; // guarded by this, as is all below
  private @Nullable AutoCloseable events;

  /**
   * Hears nothing yet.
   *
   * @param files beside which it is kept; what comes is left alone where there are none
   */
  public ConfigUpdates(Optional<FilesPlan> files) {
    store =
        files.map(
            plan -> {
              Set<String> subscribed = Set.copyOf(plan.subscriptions().subscribed());
              return new UpdateStore(plan.directory(), subscribed::contains);
            });
  }

  /**
   * Hears of Consul's events, each of which waits for the ones before it.
   *
   * @param cluster is asked for if anything is kept
   */
  synchronized void open(Supplier<Cluster> cluster) {
    if (store.isPresent()) {
      ExecutorService own = Executors.newSingleThreadExecutor(new DaemonThreads("config-updates"));
      thread = own;
      events =
          cluster
              .get()
              .events(
                  ConfigUpdate.EVENT,
                  payload -> {
                    try {
                      own.execute(() -> take(payload));
                    } catch (RejectedExecutionException e) {
                      log.debug("closed while an event came", e);
                    }
                  });
    }
  }

  /** Takes one at once. Why one can't be kept is in the log, and in the answer to a query. */
  @Override
  public Taken take(byte[] payload) {
    if (store.isEmpty()) {
      return LEFT_ALONE;
    }
    try {
      Receipt receipt = store.get().take(payload);
      receipts.merge(receipt, 1L, Long::sum);
      return receipt == Receipt.IGNORED
          ? LEFT_ALONE
          : new Taken(receipt == Receipt.WRITTEN, Optional.of(KEPT));
    } catch (UpdateException e) {
      refused.increment();
      log.warn("{}", e.line());
      return new Taken(false, Optional.of(e.line()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LEFT_ALONE;
    }
  }

  /** How many there were since the start. */
  InputsView.Updates view() {
    return new InputsView.Updates(
        count(Receipt.WRITTEN), count(Receipt.OLDER), count(Receipt.IGNORED), refused.sum());
  }

  private long count(Receipt receipt) {
    return receipts.getOrDefault(receipt, 0L);
  }

  @Override
  public synchronized void close() {
    if (events != null) {
      try {
        events.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.error("The watch of events can't be ended", e);
      }
      events = null;
    }
    if (thread != null) {
      var unused = thread.shutdownNow();
    }
  }
}
