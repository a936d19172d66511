package io.emperor.devagent.http;

import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.MemoryLimit;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body without a thread that waits for it, and no further than up to its limit.
 */
final class BodyReader implements Runnable {

  private final Request request;
  private final BodyLimit limit;
  private final MemoryLimit.Share room;
  private final Consumer<Body> done;
  private final Consumer<HttpError> refused;
  private final Consumer<Throwable> failed;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);

  BodyReader(
      Request request,
      BodyLimit limit,
      MemoryLimit.Share room,
      Consumer<Body> done,
      Consumer<HttpError> refused,
      Consumer<Throwable> failed) {
    this.request = request;
    this.limit = limit;
    this.room = room;
    this.done = done;
    this.refused = refused;
    this.failed = failed;
  }

  @Override
  public void run() {
    if (request.getLength() > limit.bytes()) {
      refuse(limit.tooLarge(request.getLength()));
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
      HttpError error = keep(chunk);
      if (error != null) {
        refuse(error);
        return;
      }
      if (chunk.isLast()) {
        done.accept(body(null));
        return;
      }
    }
  }

  private @Nullable HttpError keep(Content.Chunk chunk) {
    int length = chunk.remaining();
    boolean fits = kept.size() + length <= limit.bytes();
    boolean hasRoom = room.grow(length);
    if (fits && hasRoom) {
      byte[] bytes = new byte[length];
      chunk.getByteBuffer().get(bytes);
      kept.writeBytes(bytes);
    }
    chunk.release();
    return fits ? hasRoom ? null : room.full() : limit.tooLarge(request.getLength());
  }

  private Body body(@Nullable String flaw) {
    return new Body(kept.toByteArray(), flaw, request.getLength() > 0);
  }

  private void refuse(HttpError error) {
    kept.reset();
    refused.accept(error);
  }

  /** A client that has only stopped sending may still hear what is wrong. */
  private void fail(Throwable failure) {
    if (request.getAttribute(GoConnection.BROKEN_BODY) instanceof String words) {
      done.accept(body(words));
    } else {
      failed.accept(failure);
    }
  }
}
