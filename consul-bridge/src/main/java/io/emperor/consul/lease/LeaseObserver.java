package io.emperor.consul.lease;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.SafeText;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.LeaseRecord;
import io.emperor.consul.lease.Records.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the leases of emperors that have what somebody here waits for, all with one read twice
 * each retry period, on a thread of its own; and takes over from those whose lease has been seen
 * unchanged for its duration. Reads nothing while nobody waits. Safe for use by many threads.
 */
public final class LeaseObserver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseObserver.class);

  /** How long a thread rests that has nothing to do. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final Consumer<LeaseHold> takenOver;
  private final LoopWatchdog.Turns turns;
  private final Thread thread;
  private final Map<String, Integer> waited = new ConcurrentHashMap<>();
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private boolean closing; // guarded by this

  /** What is known of an emperor's lease. */
  private static final class Watched {
    private final Observation lease;
    private volatile Duration duration;
    private volatile boolean claiming;

    Watched(Observation lease, Duration duration) {
      this.lease = lease;
      this.duration = duration;
    }
  }

  /**
   * Makes one that reads nothing before {@link #start}.
   *
   * @param takenOver told which epochs are over by this emperor's hand
   */
  public LeaseObserver(
      LeaseContext context,
      LeaseKeeper keeper,
      Consumer<LeaseHold> takenOver,
      LoopWatchdog watchdog) {
    this.context = context;
    this.keeper = keeper;
    this.takenOver = takenOver;
    turns = watchdog.loop("watch over other leases", Duration.ofSeconds(60));
    thread = new DaemonThreads("consul-leases").newThread(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Has an emperor's lease watched until the answer is run. */
  public Runnable watch(String emperor) {
    synchronized (this) {
      waited.merge(emperor, 1, Integer::sum);
      notifyAll();
    }
    return () -> leave(emperor);
  }

  private synchronized void leave(String emperor) {
    if (waited.merge(emperor, -1, Integer::sum) <= 0) {
      waited.remove(emperor);
      watched.remove(emperor);
    }
  }

  private void run() {
    while (rest()) {
      turns.turned();
      try {
        look();
      } catch (ConsulException e) {
        log.debug("The leases can't be read now: {}", e.getMessage());
      } catch (Throwable t) {
        log.error("The leases could not be looked at; it goes on", t);
      }
    }
  }

  /** Waits for the next look, or for somebody to wait for something. */
  private synchronized boolean rest() {
    long pause = context.times().retryPeriod().toNanos() / 2;
    long next = System.nanoTime() + (waited.isEmpty() ? IDLE.toNanos() : pause);
    boolean idle = waited.isEmpty();
    try {
      long left = next - System.nanoTime();
      while (left > 0 && !closing && idle == waited.isEmpty()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, left));
        left = next - System.nanoTime();
      }
    } catch (InterruptedException e) {
      closing = true;
    }
    return !closing;
  }

  private void look() {
    if (waited.isEmpty()) {
      return;
    }
    List<String> emperors = List.copyOf(waited.keySet());
    Map<String, KeyValue> leases =
        leases(emperors).stream().collect(Collectors.toMap(KeyValue::key, Function.identity()));
    for (String emperor : emperors) {
      seen(emperor, leases.get(context.keys().lease(emperor)));
    }
  }

  /** Those that are asked for, in a large fleet a small part; all if some of them are gone. */
  private List<KeyValue> leases(List<String> emperors) {
    List<String> keys = emperors.stream().map(context.keys()::lease).toList();
    Optional<List<KeyValue>> some =
        keys.size() > Operation.MOST ? Optional.empty() : context.store().all(keys);
    return some.orElseGet(() -> context.store().list(context.keys().leases()));
  }

  private void seen(String emperor, @Nullable KeyValue lease) {
    Watched known =
        watched.computeIfAbsent(
            emperor,
            name ->
                new Watched(new Observation(context.clock().nanos()), context.times().duration()));
    known.lease.see(lease == null ? 0 : lease.modifyIndex());
    if (lease != null) {
      Records.read(lease, LeaseRecord.class)
          .map(LeaseRecord::duration)
          .filter(millis -> millis > known.duration.toMillis())
          .ifPresent(millis -> known.duration = Duration.ofMillis(millis));
    }
    if (!known.claiming && known.lease.isUnchangedFor(known.duration)) {
      takeOver(emperor, known);
    }
  }

  private void takeOver(String emperor, Watched known) {
    String key = context.keys().emperor(emperor);
    Optional<KeyValue> entry = context.store().read(key);
    EmperorRecord record =
        entry.flatMap(found -> Records.read(found, EmperorRecord.class)).orElse(null);
    if (entry.isEmpty() || record == null || record.state() != State.LIVE) {
      return;
    }
    if (record.duration() > known.duration.toMillis()) {
      known.duration = Duration.ofMillis(record.duration());
      return;
    }
    long epoch = entry.get().modifyIndex();
    byte[] tombstone = Records.bytes(record.in(State.DEAD, context.emperor()));
    long leaseIndex = known.lease.index();
    Claim claim =
        new Claim(
            own ->
                List.of(
                    Operation.check(context.keys().lease(emperor), leaseIndex),
                    Operation.cas(key, tombstone, epoch)));
    known.claiming = true;
    var unused =
        claim
            .result()
            .whenComplete(
                (result, failure) -> {
                  known.claiming = false;
                  if (result instanceof Claim.Result.Applied) {
                    over(new LeaseHold(emperor, epoch), known);
                  }
                });
    keeper.submit(claim);
  }

  private void over(LeaseHold hold, Watched known) {
    context.meters().takenOver();
    log.info(
        "The emperor {} has not renewed its lease in the fleet {} for {} ms: what it had is free",
        SafeText.line(hold.emperor()),
        context.settings().fleet(),
        known.duration.toMillis());
    takenOver.accept(hold);
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    turns.close();
  }
}
