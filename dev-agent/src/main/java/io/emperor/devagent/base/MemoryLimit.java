package io.emperor.devagent.base;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes some part of the agent may hold. A client that writes without end is told so, and
 * does not use up the memory of a JVM that may be an emperor's, with everything that runs in it.
 * Thread safe.
 */
public final class MemoryLimit {

  private static final long MEGABYTE = 1 << 20;

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  public MemoryLimit(long limit) {
    this.limit = limit;
  }

  /**
   * Refuses what would not fit; what makes things smaller always does.
   *
   * @throws HttpError that says what to do
   */
  public void require(long more) {
    if (more > 0 && held.get() + more > limit) {
      throw full();
    }
  }

  HttpError full() {
    return HttpError.refused(
        String.format(
                Locale.ROOT,
                "The dev agent is full: it may hold %d MB of this, a share of its JVM's heap. Delete",
                limit / MEGABYTE)
            + " something, send less at once, or give the JVM more with -Xmx.");
  }

  /** Tells that there is more, or less, than before. */
  public void change(long by) {
    held.addAndGet(by);
  }

  public long held() {
    return held.get();
  }

  public Share share() {
    return new Share();
  }

  /** What is refused is never counted, not even for a moment: it would be in another's way. */
  private boolean hold(long more) {
    long before;
    do {
      before = held.get();
      if (more > 0 && before + more > limit) {
        return false;
      }
    } while (!held.compareAndSet(before, before + more));
    return true;
  }

  /** A part of it that grows and shrinks with one thing, and is nothing once that is over. */
  public final class Share implements AutoCloseable {

    private long size;
    private boolean closed;

    /** Whether there is room for so much; if not, it stays as it was. */
    public synchronized boolean resize(long bytes) {
      long more = closed ? 0 : bytes - size;
      if (!hold(more)) {
        return false;
      }
      size += more;
      return true;
    }

    public synchronized boolean grow(long more) {
      return resize(size + more);
    }

    public HttpError full() {
      return MemoryLimit.this.full();
    }

    @Override
    public synchronized void close() {
      var unused = resize(0);
      closed = true;
    }
  }
}
