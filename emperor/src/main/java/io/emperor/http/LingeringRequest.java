package io.emperor.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be answered while its client sends still: what is sent then is read and
 * dropped for a while, because a connection that is closed before is reset, and the answer is lost
 * with it. No thread waits for the client, and when places for connections get rare, it goes as any
 * other that keeps them waiting.
 */
final class LingeringRequest extends Request.Wrapper {

  private static final long MOST_BYTES = 16 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Response response;
  private long dropped; // touched by one thread at a time

  /** How much of the body is known. */
  private enum Body {
    READ,
    COMING,
    GIVEN_UP
  }

  LingeringRequest(Request request, Response response) {
    super(request);
    this.response = response;
  }

  /**
   * Jetty's own ends the connection with the answer if not all is there, and has the rest fail, so
   * that it can't be read any more.
   */
  @Override
  public boolean consumeAvailable() {
    boolean all = drop() == Body.READ;
    if (!all && !response.isCommitted()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    return all;
  }

  /** Drops what is there. */
  private Body drop() {
    while (dropped < MOST_BYTES) {
      Content.Chunk chunk = read();
      if (chunk == null) {
        return Body.COMING;
      }
      dropped += chunk.remaining();
      chunk.release();
      if (Content.Chunk.isFailure(chunk)) {
        return Body.GIVEN_UP;
      }
      if (chunk.isLast()) {
        return Body.READ;
      }
    }
    return Body.GIVEN_UP;
  }

  /** A client that has asked whether to send has the answer instead. */
  private boolean isNeverSent() {
    return getHeaders().contains(HttpHeader.EXPECT) && Request.getContentBytesRead(this) == 0;
  }

  /**
   * The end of the request, which comes once it is answered and nothing more is read.
   *
   * @param callback told then
   */
  Callback end(Callback callback) {
    return new End(callback);
  }

  private final class End extends Callback.Nested implements Runnable {

    private final AtomicBoolean over = new AtomicBoolean();
    private Scheduler.@Nullable Task limit; // touched by one thread at a time

    End(Callback callback) {
      super(callback);
    }

    @Override
    public void succeeded() {
      if (isNeverSent()) {
        super.succeeded();
      } else {
        run();
      }
    }

    /** Something has come, or the connection has failed. */
    @Override
    public void run() {
      if (drop() == Body.COMING) {
        await();
        return;
      }
      if (limit != null) {
        boolean unused = limit.cancel();
      }
      if (over.compareAndSet(false, true)) {
        super.succeeded();
      } else {
        super.failed(new TimeoutException("the client sends for too long"));
      }
    }

    private void await() {
      if (limit == null) {
        limit = getComponents().getScheduler().schedule(this::timeOut, LONGEST);
        if (!getConnectionMetaData().isPersistent()) {
          // The answer may end with that.
          getConnectionMetaData().getConnection().getEndPoint().shutdownOutput();
        }
      }
      demand(this);
    }

    /** What is awaited fails by that. */
    private void timeOut() {
      if (over.compareAndSet(false, true)) {
        PortEndPoint.of(LingeringRequest.this).close();
      }
    }
  }
}
