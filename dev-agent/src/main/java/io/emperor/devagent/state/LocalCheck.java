package io.emperor.devagent.state;

import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.model.Check;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A check of the agent's own, and its time. Under the store's lock. */
public final class LocalCheck {

  private final Duration ttl;
  private final Duration deregisterAfter;
  private final int outputMaxSize;
  private Check check;
  private @Nullable Instant criticalSince;
  private Timer.Appointment expiry = () -> {};
  private Timer.Appointment laterSync = () -> {};
  private boolean syncsLater;
  private @Nullable CheckRunner runner;

  LocalCheck(Check check, Duration ttl, Duration deregisterAfter, int outputMaxSize) {
    this.check = check;
    this.ttl = ttl;
    this.deregisterAfter = deregisterAfter;
    this.outputMaxSize = outputMaxSize;
  }

  public Check check() {
    return check;
  }

  public boolean hasTtl() {
    return ttl.compareTo(Duration.ZERO) > 0;
  }

  /** Sets what it says. */
  void set(Check next, Instant now) {
    check = next;
    if (!check.isCritical()) {
      criticalSince = null;
    } else if (criticalSince == null) {
      criticalSince = now;
    }
  }

  boolean isDue(Instant now) {
    return criticalSince != null
        && !deregisterAfter.isZero()
        && !check.serviceId().isEmpty()
        && Duration.between(criticalSince, now).compareTo(deregisterAfter) > 0;
  }

  /** What of an output is kept. */
  String cut(String output) {
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= outputMaxSize
        ? output
        : String.format(
            Locale.ROOT,
            "%s ... (captured %d of %d bytes)",
            new String(bytes, 0, outputMaxSize, StandardCharsets.UTF_8),
            outputMaxSize,
            bytes.length);
  }

  /** Starts its time anew; only the last start's end counts. */
  void restart(LockedTimer timer, Runnable expired) {
    if (hasTtl()) {
      expiry.cancel();
      expiry = timer.after(ttl, expired);
    }
  }

  /** Has the agent run it. */
  void begin(CheckRunner own) {
    runner = own;
    own.start();
  }

  void stop() {
    expiry.cancel();
    if (runner != null) {
      runner.stop();
    }
    laterSync.cancel();
    syncsLater = false;
  }

  /** Has its output told later, if that is not arranged for already. */
  void syncLater(Supplier<Timer.Appointment> arrange) {
    if (!syncsLater) {
      syncsLater = true;
      laterSync = arrange.get();
    }
  }

  void synced() {
    laterSync.cancel();
    syncsLater = false;
  }
}
