package io.emperor.devagent;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body without a thread that waits for it. Of a body that is too large it keeps
 * nothing, but reads on for a while: a client that is still sending would not see the answer.
 */
final class BodyReader implements Runnable {

  private static final long MOST = 16L << 20;

  private final Request request;
  private final BodyLimit limit;
  private final Consumer<byte[]> done;
  private final Consumer<HttpError> tooLarge;
  private final Consumer<Throwable> failed;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
  private long seen;

  BodyReader(
      Request request,
      BodyLimit limit,
      Consumer<byte[]> done,
      Consumer<HttpError> tooLarge,
      Consumer<Throwable> failed) {
    this.request = request;
    this.limit = limit;
    this.done = done;
    this.tooLarge = tooLarge;
    this.failed = failed;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        failed.accept(chunk.getFailure());
        return;
      }
      keep(chunk);
      if (chunk.isLast() || seen > MOST) {
        finish();
        return;
      }
    }
  }

  private void keep(Content.Chunk chunk) {
    int length = chunk.remaining();
    seen += length;
    if (seen <= limit.bytes()) {
      byte[] bytes = new byte[length];
      chunk.getByteBuffer().get(bytes);
      kept.writeBytes(bytes);
    } else {
      kept.reset();
    }
    chunk.release();
  }

  private void finish() {
    if (seen > limit.bytes()) {
      tooLarge.accept(limit.tooLarge(request.getLength()));
    } else {
      done.accept(kept.toByteArray());
    }
  }
}
