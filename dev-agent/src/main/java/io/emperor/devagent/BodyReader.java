package io.emperor.devagent;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body without a thread that waits for it, and no further than up to its limit.
 */
final class BodyReader implements Runnable {

  private final Request request;
  private final BodyLimit limit;
  private final Consumer<byte[]> done;
  private final Consumer<HttpError> refused;
  private final Consumer<Throwable> failed;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);

  BodyReader(
      Request request,
      BodyLimit limit,
      Consumer<byte[]> done,
      Consumer<HttpError> refused,
      Consumer<Throwable> failed) {
    this.request = request;
    this.limit = limit;
    this.done = done;
    this.refused = refused;
    this.failed = failed;
  }

  @Override
  public void run() {
    if (request.getLength() > limit.bytes()) {
      refuse();
      return;
    }
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
        return;
      }
      if (!keep(chunk)) {
        refuse();
        return;
      }
      if (chunk.isLast()) {
        done.accept(kept.toByteArray());
        return;
      }
    }
  }

  private boolean keep(Content.Chunk chunk) {
    int length = chunk.remaining();
    boolean fits = kept.size() + length <= limit.bytes();
    if (fits) {
      byte[] bytes = new byte[length];
      chunk.getByteBuffer().get(bytes);
      kept.writeBytes(bytes);
    }
    chunk.release();
    return fits;
  }

  private void refuse() {
    kept.reset();
    refused.accept(limit.tooLarge(request.getLength()));
  }

  /** A client that has only stopped sending may still hear what is wrong. */
  private void fail(Throwable failure) {
    if (request.getAttribute(GoConnection.BROKEN_BODY) instanceof String words) {
      refused.accept(HttpError.refused(words));
    } else {
      failed.accept(failure);
    }
  }
}
