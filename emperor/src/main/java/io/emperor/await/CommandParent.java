package io.emperor.await;

import io.emperor.consul.ConsulBridge;
import io.emperor.runtime.process.ProcessTree;
import io.emperor.runtime.process.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stays beside a command, which is the launcher's child: signals go from there to the command, and
 * SIGTERM, which is to end it, comes here first. {@link #end} may be called by any thread.
 */
final class CommandParent {

  private static final Logger log = LoggerFactory.getLogger(CommandParent.class);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration SHORTEST_RUN = Duration.ofMillis(50);
  private static final Duration LONGEST_START = Duration.ofSeconds(2);
  private static final Duration LOOK_AT_TREE = Duration.ofSeconds(2);

  private final AwaitSettings settings;
  private final @Nullable ConsulBridge consul;
  private final Semaphore news = new Semaphore(0);
  private @Nullable ProcessHandle running; // guarded by this, like what is below
  private @Nullable ProcessTree tree;
  private @Nullable CommandRegistration registration;
  private boolean starting;
  private boolean ended;

  CommandParent(AwaitSettings settings, @Nullable ConsulBridge consul) {
    this.settings = settings;
    this.consul = consul;
  }

  /**
   * Returns when it has ended.
   *
   * @param end is complete then
   * @param meanwhile is run after each {@link #wake}, and may end the command
   */
  void watchOver(ProcessHandle command, CompletableFuture<Void> end, Meanwhile meanwhile)
      throws IOException, InterruptedException {
    ProcessTree begun = ProcessTree.unmarked(command);
    if (!knows(begun, command)) {
      terminate(begun);
    }
    var unusedEither = end.whenComplete((nothing, failure) -> wake());
    long looked = System.nanoTime();
    pause(SHORTEST_RUN); // what can't be run has no service
    if (!end.isDone()) {
      register(command);
    }
    while (!end.isDone()) {
      meanwhile.look();
      if (System.nanoTime() - looked > LOOK_AT_TREE.toNanos()) {
        looked = System.nanoTime();
        List<ProcessHandle> unused = begun.living(); // some may lose their parents later
      }
      pause(LOOK_AT_TREE);
    }
  }

  private void pause(Duration longest) throws InterruptedException {
    boolean unused = news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    int unusedToo = news.drainPermits();
  }

  /** There is something to do meanwhile. */
  void wake() {
    news.release();
  }

  /** What else there is to do beside a command that runs. */
  interface Meanwhile {
    void look() throws IOException, InterruptedException;
  }

  /** Deregisters the command and ends it, so that it can be started anew. Blocks. */
  void endThisOne() {
    end(current());
  }

  /** Sends the command a signal. */
  void signal(String name) {
    ProcessHandle command = current().command();
    if (command != null && !Signals.send(name, List.of(command))) {
      log.warn("the command could not be told of a change by SIG{}", name);
    }
  }

  /** The launcher starts the command now, or has failed to: until then, its end waits for it. */
  synchronized void starting(boolean now) {
    starting = now;
    notifyAll();
  }

  private synchronized boolean knows(ProcessTree begun, ProcessHandle command) {
    running = command;
    tree = begun;
    registration = null;
    starting(false);
    return !ended;
  }

  private synchronized void register(ProcessHandle command) {
    if (!ended && consul != null && settings.registered().isPresent()) {
      registration = new CommandRegistration(settings.registered().get(), consul, command);
    }
  }

  /** Deregisters it, then ends it if it still runs, and no other is begun. Blocks. */
  void end() {
    awaitStart();
    end(current());
  }

  /** Nobody ends what this process does not know yet. */
  private synchronized void awaitStart() {
    ended = true;
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    try {
      for (long left = LONGEST_START.toMillis();
          starting && left > 0;
          left = Duration.ofNanos(deadline - System.nanoTime()).toMillis()) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Current(
      @Nullable ProcessHandle command,
      @Nullable ProcessTree tree,
      @Nullable CommandRegistration registration) {}

  private synchronized Current current() {
    return new Current(running, tree, registration);
  }

  private void end(Current current) {
    CommandRegistration registered = current.registration();
    if (registered != null) {
      registered.close();
    }
    ProcessTree begun = current.tree();
    if (begun != null) {
      terminate(begun);
    }
  }

  private void terminate(ProcessTree begun) {
    List<ProcessHandle> told = begun.living();
    told.forEach(ProcessHandle::destroy);
    if (told.isEmpty() || areGone(begun, settings.stopTimeout())) {
      return;
    }
    log.warn(
        "the command has not ended within {} ms of SIGTERM: it is killed; see --stop-timeout",
        settings.stopTimeout().toMillis());
    begun.living().forEach(ProcessHandle::destroyForcibly);
    boolean unused = areGone(begun, Duration.ofSeconds(2));
  }

  private static boolean areGone(ProcessTree tree, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!tree.living().isEmpty()) {
        if (System.nanoTime() - end >= 0) {
          return false;
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }
}
