package io.emperor.devagent.probe;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** One run of a probe. It ends once: with a finding, or given up. Thread safe. */
abstract class ProbeAttempt {

  private final Consumer<ProbeResult> found;
  private boolean over;
  private Closeable connection = () -> {};

  ProbeAttempt(Consumer<ProbeResult> found) {
    this.found = found;
  }

  /** Begins, and returns before there is an end. */
  abstract void begin();

  /** What can be said when its time is over. */
  abstract ProbeResult late();

  final void end(ProbeResult finding) {
    if (finish()) {
      found.accept(finding);
    }
  }

  final void giveUp() {
    var unused = finish();
  }

  final synchronized boolean isOver() {
    return over;
  }

  /** Its end is this connection's, too. */
  final void use(Closeable opened) {
    synchronized (this) {
      if (!over) {
        connection = opened;
        return;
      }
    }
    close(opened);
  }

  private boolean finish() {
    Closeable last;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      last = connection;
    }
    close(last);
    return true;
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Nobody uses it any more.
    }
  }
}
