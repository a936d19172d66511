package io.emperor.await;

import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import java.time.Duration;
import java.util.Optional;

/**
 * What has to be looked at again and again. It has a thread of its own, so that what hangs holds up
 * nothing else.
 */
final class PolledCondition implements Condition {

  /** Short enough that nobody notices. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final String name;
  private final Look look;
  private volatile Optional<String> missing = Optional.of("not looked at yet");
  private volatile boolean closed;
  private volatile Runnable changed = () -> {};

  PolledCondition(String name, Look look) {
    this.name = name;
    this.look = look;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(Runnable listener) {
    changed = listener;
    new DaemonThreads("await").newThread(this::run).start();
  }

  private void run() {
    try {
      while (!closed) {
        turn();
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it but to end it
    }
  }

  private void turn() throws InterruptedException {
    Optional<String> seen;
    try {
      seen = look.look();
    } catch (RuntimeException e) {
      seen = Optional.of(SafeText.of(e));
    }
    boolean differs = seen.isPresent() != missing.isPresent();
    missing = seen;
    if (differs) {
      changed.run();
    }
  }

  @Override
  public Optional<String> missing() {
    return missing;
  }

  @Override
  public void close() {
    closed = true;
  }
}
