package io.emperor.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request that was answered, maybe while its client sends still: what is sent is read
 * and dropped for a while. A connection that is closed before is reset, and the answer with it. No
 * thread waits for the client, and when places for connections get rare, those of such clients go
 * as any that wait do.
 */
final class UnreadBody extends Callback.Nested implements Runnable {

  static final long MOST_BYTES = 16 << 20;
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final Request request;
  private final AtomicBoolean over = new AtomicBoolean();
  private Scheduler.@Nullable Task limit; // touched by one run at a time
  private long bytes;

  UnreadBody(Request request, Callback callback) {
    super(callback);
    this.request = request;
  }

  @Override
  public void succeeded() {
    if (isNeverSent()) {
      super.succeeded();
    } else {
      run();
    }
  }

  /** A client that has asked whether to send it has the answer instead. */
  private boolean isNeverSent() {
    return request.getHeaders().contains(HttpHeader.EXPECT)
        && Request.getContentBytesRead(request) == 0;
  }

  /** Reads what is there. */
  @Override
  public void run() {
    boolean more = true;
    while (more) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        await();
        return;
      }
      bytes += chunk.remaining();
      more = !chunk.isLast() && !Content.Chunk.isFailure(chunk) && bytes < MOST_BYTES;
      chunk.release();
    }
    end();
  }

  private void await() {
    if (limit == null) {
      limit = request.getComponents().getScheduler().schedule(this::timeOut, LONGEST);
    }
    request.demand(this);
  }

  /** The reading ends by that. */
  private void timeOut() {
    if (over.compareAndSet(false, true)) {
      PortEndPoint.of(request).close();
    }
  }

  private void end() {
    if (limit != null) {
      boolean unused = limit.cancel();
    }
    if (over.compareAndSet(false, true)) {
      super.succeeded();
    } else {
      super.failed(new TimeoutException("the client sends for too long"));
    }
  }
}
