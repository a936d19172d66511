package io.emperor.provisioning.update;

import io.emperor.base.Backoff;
import io.emperor.base.DaemonThreads;
import io.emperor.base.ReportingTimer;
import io.emperor.base.SafeText;
import io.emperor.base.TokenBucket;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.EtcdKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the keys of a key-value store as updates, each of them once when it is first seen, and
 * again when it has changed. What can't be sent is sent later, and holds nothing else up for longer
 * than some seconds. 50 of them go at once, and then 50 a second: a Consul agent keeps the last 256
 * events, and who looks for them now and then is to miss none. All are sent once more every five
 * minutes, for nodes that were away: those that were not have them already. Safe for use by many
 * threads.
 *
 * <p>A key that is deleted is no event: its files stay until somebody removes them. What a store
 * has after it was set back to older indexes is not taken by nodes that have newer ones.
 */
public final class Distribution implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Distribution.class);

  private static final int BURST = 50;
  private static final Duration EACH = Duration.ofMillis(20);
  private static final Duration REPEAT = Duration.ofMinutes(5);
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LONGEST_RETRY_MILLIS = 5_000;

  private final String name;
  private final Function<Cluster.Answers<List<Cluster.Key>>, AutoCloseable> watch;
  private final KeyedUpdates keyed;
  private final Publisher publisher;
  private final ReportingTimer thread =
      new ReportingTimer(new DaemonThreads("config-distribution"));
  private final TokenBucket bucket = new TokenBucket(BURST, EACH, System::nanoTime);
  private final Backoff backoff =
      new Backoff(
          FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, () -> ThreadLocalRandom.current().nextLong());

  // All of these: of the thread alone.
  private final Map<String, ConfigUpdate> present = new LinkedHashMap<>();
  private final Map<String, ConfigUpdate> pending = new LinkedHashMap<>();
  private boolean sending;
  private int failures;
  private @Nullable String trouble;
  private boolean unread;

  private @Nullable AutoCloseable watching; // guarded by this

  private Distribution(
      String name,
      String prefix,
      Carrier carrier,
      Publisher publisher,
      Function<Cluster.Answers<List<Cluster.Key>>, AutoCloseable> watch) {
    this.name = name;
    this.keyed = new KeyedUpdates(prefix, carrier);
    this.publisher = publisher;
    this.watch = watch;
  }

  /**
   * Of the keys {@code PREFIX/PRODUCT/KEY} in Consul, whose {@code ModifyIndex} is the version.
   * Asks nothing yet.
   *
   * @param prefix with or without a slash at its ends; empty for all keys
   * @param carrier what the publisher sends by: longer ones are left out
   */
  public static Distribution ofConsul(
      Cluster cluster, String prefix, Carrier carrier, Publisher publisher) {
    String inner = prefix.replaceAll("^/+|/+$", "");
    String folder = inner.isEmpty() ? "" : inner + "/";
    return new Distribution(
        "consul " + (folder.isEmpty() ? "/" : SafeText.name(folder)),
        folder,
        carrier,
        publisher,
        answers -> cluster.keys(folder, answers));
  }

  /**
   * Of the keys {@code PREFIX/PRODUCT/KEY} in etcd, whose {@code mod_revision} is the version. Asks
   * nothing yet.
   *
   * @param url as {@link EtcdKeys#EtcdKeys(String)} takes it
   * @param carrier what the publisher sends by: longer ones are left out
   * @throws io.emperor.provisioning.source.InvalidInputException if it is no such URL
   */
  public static Distribution ofEtcd(String url, Carrier carrier, Publisher publisher) {
    EtcdKeys keys = new EtcdKeys(url);
    return new Distribution(
        keys.name(),
        keys.prefix(),
        carrier,
        publisher,
        answers -> {
          keys.open(answers);
          return keys;
        });
  }

  /** Begins to watch. Called once; does not wait for an answer. */
  public synchronized void begin() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::again, REPEAT.toNanos(), REPEAT.toNanos(), TimeUnit.NANOSECONDS);
    watching =
        watch.apply(
            new Cluster.Answers<>() {
              @Override
              public void now(List<Cluster.Key> keys) {
                execute(() -> seen(keys));
              }

              @Override
              public void fails(String why) {
                execute(() -> unread(why));
              }
            });
  }

  /** Sends all keys once more, for nodes that came later. Does not wait. */
  public void again() {
    execute(
        () -> {
          pending.putAll(present);
          send();
        });
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("{} is distributed no more", name);
    }
  }

  private void unread(String why) {
    unread = true;
    log.warn("{}: {}; what is known of it is distributed on", name, SafeText.line(why));
  }

  private void seen(List<Cluster.Key> keys) {
    if (unread) {
      unread = false;
      log.info("{} can be read again", name);
    }
    Map<String, ConfigUpdate> before = new HashMap<>(present);
    present.clear();
    present.putAll(keyed.of(keys));
    pending.keySet().retainAll(present.keySet());
    present.forEach(
        (path, update) -> {
          ConfigUpdate known = before.get(path);
          if (known == null || known.version() != update.version()) {
            pending.put(path, update);
          }
        });
    send();
  }

  private void send() {
    if (!sending && !pending.isEmpty()) {
      sending = true;
      next();
    }
  }

  /** Sends the first, and comes back for the next; one that fails goes behind all others. */
  private void next() {
    var first = pending.entrySet().stream().findFirst();
    if (first.isEmpty()) {
      sending = false;
      over();
      return;
    }
    String path = first.get().getKey();
    ConfigUpdate update = first.get().getValue();
    pending.remove(path);
    try {
      publisher.publish(update);
      log.debug("{} is sent", update);
      failures = 0;
      schedule(bucket.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    } catch (RuntimeException e) {
      failures++;
      pending.put(path, update);
      failed(update, e);
      schedule(TimeUnit.MILLISECONDS.toNanos(backoff.millis(failures)));
    }
  }

  private void schedule(long nanos) {
    try {
      var unused = thread.schedule(this::next, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} is distributed no more", name);
    }
  }

  private void failed(ConfigUpdate update, RuntimeException failure) {
    String why = SafeText.line(String.valueOf(failure.getMessage()));
    if (!why.equals(trouble)) {
      log.warn("{}: {} can't be sent, and is sent later: {}", name, update.name(), why);
    }
    trouble = why;
  }

  private void over() {
    if (trouble != null) {
      trouble = null;
      log.info("{}: all keys are sent", name);
    }
  }

  /** Ends; what is not sent by now is not sent. Can be called twice. */
  @Override
  public synchronized void close() {
    var unused = thread.shutdownNow();
    if (watching == null) {
      return;
    }
    try {
      watching.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.error("{}: the watch can't be ended", name, e);
    }
    watching = null;
  }
}
