package io.emperor.devagent.probe;

import io.emperor.devagent.base.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Runs many checks at once over the network; what is too much waits for its turn. Thread safe. */
public final class NetworkProber implements Prober, AutoCloseable {

  /** So many answers that never come leave room for some that do. */
  private static final int MOST_UNDER_WAY = 256;

  private final Timer timer;
  private final ProbeDialer dialer;
  private final Deque<Run> waiting = new ArrayDeque<>();
  private final Set<Run> underWay = new HashSet<>();
  private boolean closed;

  public NetworkProber(Timer timer, ProbeDialer dialer) {
    this.timer = timer;
    this.dialer = dialer;
  }

  public void start() {
    dialer.start();
  }

  @Override
  public Timer.Appointment begin(CheckProbe probe, Consumer<ProbeResult> found) {
    Run run = new Run(probe, found);
    synchronized (this) {
      waiting.add(run);
    }
    startNext();
    return run::cancel;
  }

  private synchronized void startNext() {
    while (!closed && !waiting.isEmpty() && underWay.size() < MOST_UNDER_WAY) {
      Run run = waiting.remove();
      underWay.add(run);
      dialer.threads().execute(run::start);
    }
  }

  private void ended(Run run) {
    synchronized (this) {
      waiting.remove(run);
      underWay.remove(run);
    }
    startNext();
  }

  synchronized int underWay() {
    return underWay.size();
  }

  /** Ends all runs at once, and nobody is told. */
  @Override
  public void close() {
    List<Run> runs;
    synchronized (this) {
      closed = true;
      runs = new ArrayList<>(underWay);
      waiting.clear();
    }
    runs.forEach(Run::cancel);
    dialer.close();
  }

  /** One run, and its time. */
  private final class Run {

    private final CheckProbe probe;
    private final ProbeAttempt attempt;
    private Timer.Appointment deadline = () -> {};

    Run(CheckProbe probe, Consumer<ProbeResult> found) {
      this.probe = probe;
      attempt =
          probe.attempt(
              dialer,
              finding -> {
                end();
                found.accept(finding);
              });
    }

    void start() {
      synchronized (this) {
        if (attempt.isOver()) {
          return;
        }
        deadline = timer.after(probe.timeout(), () -> attempt.end(attempt.late()));
      }
      attempt.begin();
    }

    void cancel() {
      attempt.giveUp();
      end();
    }

    private void end() {
      synchronized (this) {
        deadline.cancel();
      }
      ended(this);
    }
  }
}
