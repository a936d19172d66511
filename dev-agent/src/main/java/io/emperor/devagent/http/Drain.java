package io.emperor.devagent.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads the rest of a body that nobody wants, for a while: a client that is still sending when its
 * connection ends would not see its answer.
 */
final class Drain implements Runnable {

  private final Request request;
  private final long most;
  private final Callback done;
  private long seen;

  Drain(Request request, long most, Callback done) {
    this.request = request;
    this.most = most;
    this.done = done;
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
        done.failed(chunk.getFailure());
        return;
      }
      seen += chunk.remaining();
      chunk.release();
      if (chunk.isLast() || seen > most) {
        done.succeeded();
        return;
      }
    }
  }
}
