package io.emperor.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that has started this process, systemd, as far as it wants to be told: that
 * the process is ready, lives, reloads, stops. Nothing is said where it did not ask. Thread safe;
 * nobody waits for it but whoever closes it.
 */
final class ServiceManager implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final @Nullable Messenger messenger;
  private final @Nullable Duration beat;
  private final ScheduledThreadPoolExecutor speaker;
  private List<String> stalled = List.of(); // of the speaker's thread alone
  private boolean over; // likewise

  /** Carries words to the service manager. */
  interface Messenger {

    /**
     * Says all of it in one message. Never throws.
     *
     * @param assignments such as {@code READY=1}
     */
    void send(List<String> assignments);
  }

  /**
   * Says nothing yet.
   *
   * @param messenger carries what is said; null where nobody listens
   * @param beat between two signs of life; null where none is wanted
   */
  ServiceManager(@Nullable Messenger messenger, @Nullable Duration beat) {
    this.messenger = messenger;
    this.beat = beat;
    this.speaker =
        new ScheduledThreadPoolExecutor(
            1, ServiceManager::daemon, new ThreadPoolExecutor.DiscardPolicy());
    speaker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * The one that the environment tells of.
   *
   * @param environment of this process
   * @param pid of this process
   */
  static ServiceManager of(Map<String, String> environment, long pid) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return new ServiceManager(null, null);
    }
    return new ServiceManager(
        new SystemdNotify("systemd-notify", socket), WatchdogInterval.beat(environment, pid));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "service-manager");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The process has started. From now on it gives signs of life, while there is nothing wrong with
   * it.
   *
   * @param status what it does, in one line
   * @param loops names those of its loops that have stopped turning; asked before every sign of
   *     life
   */
  void ready(String status, Supplier<List<String>> loops) {
    tell("READY=1", "STATUS=" + status);
    Duration pause = beat;
    if (pause != null) {
      speaker.execute(() -> live(pause, status, loops));
    }
  }

  /**
   * The process reloads.
   *
   * @param done completes in whatever way when that is over
   */
  void reloading(CompletableFuture<?> done) {
    tell("RELOADING=1");
    var unused = done.whenComplete((result, failure) -> tell("READY=1"));
  }

  /** The process stops, and gives no more signs of life. */
  void stopping() {
    Messenger to = messenger;
    if (to != null) {
      speaker.execute(
          () -> {
            to.send(List.of("STOPPING=1", "STATUS=stopping, vassals first"));
            over = true; // a sign of life may wait already
          });
    }
    speaker.shutdown();
  }

  private void tell(String... assignments) {
    Messenger to = messenger;
    if (to != null) {
      speaker.execute(
          () -> {
            if (!over) {
              to.send(List.of(assignments));
            }
          });
    }
  }

  private void live(Duration pause, String status, Supplier<List<String>> loops) {
    try {
      giveSign(status, loops.get());
    } catch (RuntimeException e) {
      log.error("no sign of life for systemd: whether everything turns can't be told", e);
    } finally {
      var unused =
          speaker.schedule(() -> live(pause, status, loops), pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void giveSign(String status, List<String> now) {
    if (!now.equals(stalled)) {
      stalled = List.copyOf(now);
      change(status);
    }
    if (now.isEmpty()) {
      tell("WATCHDOG=1");
    }
  }

  private void change(String status) {
    if (stalled.isEmpty()) {
      log.info("everything turns again, and systemd gets signs of life");
      tell("STATUS=" + status);
      return;
    }
    String names = String.join(", ", stalled);
    log.warn("stuck: {}: systemd gets no sign of life and will end this process", names);
    tell("STATUS=stuck: " + names);
  }

  /** Waits a moment until everything has been said. */
  @Override
  public void close() {
    speaker.shutdown();
    try {
      if (!speaker.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("systemd has not been told everything");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
