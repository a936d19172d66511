package io.emperor.consul.watch;

import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.ReportingTimer;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.watch.BlockingQuery.Asker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every live query, one per question, and the threads on which they take turns: a fixed number of
 * requests is under way at most, because Consul takes no more than 200 connections from a machine.
 * Safe for use by many threads.
 */
public final class BlockingQueries implements AutoCloseable {

  /** How many requests are under way at most. */
  private static final int REQUESTS = 48;

  private static final Logger log = LoggerFactory.getLogger(BlockingQueries.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration CYCLE = Duration.ofSeconds(2);
  private static final Duration BEAT = Duration.ofMillis(200);

  /** What the timer does takes no time. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  /** After something that should not happen, in nanoseconds. */
  private static final long REST = TimeUnit.SECONDS.toNanos(1);

  private final Map<Query<?>, BlockingQuery<?>> queries = new ConcurrentHashMap<>();
  private final WatchContext watching;
  private final ReportingTimer timer = new ReportingTimer(new DaemonThreads("consul-live-timer"));
  private final ThreadPoolExecutor requests;

  public BlockingQueries(WatchContext watching, LoopWatchdog watchdog) {
    this.watching = watching;
    requests =
        new WatchedThreads(
            watchdog, "live queries", REQUESTS, new LinkedBlockingQueue<>(), "consul-live-query");
    requests.allowCoreThreadTimeOut(true);
    // This thread makes all the others, so that none is made by an app's and keeps its classes.
    int unused = timer.prestartAllCoreThreads();
    repeat(this::makeWay);
    repeat(this::leaveBehind);
    repeat(watchdog.loop("timer of live queries", LONGEST_TURN)::turned);
  }

  /** How many questions are asked. */
  public int open() {
    return queries.size();
  }

  /** Runs something short again and again, five times a second. */
  void repeat(Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> surviving(task), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void surviving(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      log.error("A task of the live queries failed; it goes on", t);
    }
  }

  /** Asks a question until the asker leaves. */
  @SuppressWarnings("unchecked") // a question's query has the question's type
  synchronized <T> BlockingQuery<T> join(Query<T> question, Asker asker) {
    BlockingQuery<?> known = queries.get(question);
    if (known != null) {
      known.add(asker);
      return (BlockingQuery<T>) known;
    }
    BlockingQuery<T> query = new BlockingQuery<>(question, watching);
    query.add(asker);
    queries.put(question, query);
    schedule(query, 0);
    return query;
  }

  /** Ends an asker's part in a query, and the query with its last asker. */
  synchronized void leave(BlockingQuery<?> query, Asker asker) {
    if (query.remove(asker) && queries.remove(query.query(), query)) {
      query.end();
    }
  }

  /** Takes note of a write of the emperor's own. */
  void written(String key, boolean recurse) {
    for (BlockingQuery<?> query : queries.values()) {
      if (query.query().isTouchedBy(key, recurse)) {
        query.outdated();
      }
    }
  }

  private void schedule(BlockingQuery<?> query, long delayNanos) {
    try {
      var unused = timer.schedule(() -> begin(query), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The bridge is closed: nobody asks any more.
      query.end();
    }
  }

  private void begin(BlockingQuery<?> query) {
    try {
      requests.execute(() -> turn(query));
    } catch (Throwable t) {
      if (!requests.isShutdown()) { // no thread can be made: the next time perhaps
        log.error("A turn of {} can't begin; it goes on", query.query(), t);
        schedule(query, REST);
      }
    }
  }

  private void turn(BlockingQuery<?> query) {
    long next = REST;
    try {
      next = query.turn(longest());
    } catch (Throwable t) {
      log.error("A turn of {} failed; it goes on", query.query(), t);
    }
    if (next >= 0) {
      schedule(query, next);
    }
  }

  /** How long one request may wait: with more questions than requests, each has its turn soon. */
  private Duration longest() {
    int asked = queries.size();
    if (asked <= REQUESTS) {
      return LONGEST;
    }
    Duration slice = CYCLE.multipliedBy(REQUESTS).dividedBy(asked);
    return slice.compareTo(SHORTEST) < 0 ? SHORTEST : slice;
  }

  /** Calls back requests from before it became crowded, as many as others wait for their turn. */
  private void makeWay() {
    int waiting = requests.getQueue().size();
    if (waiting == 0) {
      return;
    }
    long now = watching.clock().getAsLong();
    long slice = longest().toNanos();
    queries.values().stream()
        .map(BlockingQuery::pending)
        .filter(Objects::nonNull)
        .filter(pending -> pending.longest().compareTo(CYCLE) > 0)
        .filter(pending -> now - pending.startedAt() >= slice)
        .sorted(Comparator.comparingLong(pending -> pending.startedAt() - now))
        .limit(waiting)
        .forEach(PendingRequest::callBack);
  }

  /** Calls back requests that wait at an agent which is not the one to ask any more. */
  private void leaveBehind() {
    AgentAddress first = watching.route().first();
    queries.values().stream()
        .map(BlockingQuery::pending)
        .filter(Objects::nonNull)
        .filter(pending -> !pending.agent().equals(first))
        .forEach(PendingRequest::callBack);
  }

  /** Cancels what is under way. */
  @Override
  public void close() {
    var unusedTimers = timer.shutdownNow();
    queries.values().forEach(BlockingQuery::end);
    var unusedTurns = requests.shutdownNow();
  }
}
