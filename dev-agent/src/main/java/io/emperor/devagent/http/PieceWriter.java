package io.emperor.devagent.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Writes an answer piece by piece, as fast as it is read. */
final class PieceWriter extends IteratingCallback {

  /** The JDK keeps a buffer outside the heap as large as the largest that was ever written. */
  private static final int MOST = 64 << 10;

  private final Response response;
  private final Iterator<byte[]> pieces;
  private final Callback done;
  private ByteBuffer current;
  private boolean ended;

  PieceWriter(Response response, byte[] first, Iterator<byte[]> more, Callback done) {
    this.response = response;
    this.current = ByteBuffer.wrap(first);
    this.pieces = more;
    this.done = done;
  }

  @Override
  protected Action process() {
    if (ended) {
      return Action.SUCCEEDED;
    }
    if (!current.hasRemaining() && pieces.hasNext()) {
      current = ByteBuffer.wrap(pieces.next());
    }
    int size = Math.min(MOST, current.remaining());
    ByteBuffer piece = current.slice(current.position(), size);
    current.position(current.position() + size);
    ended = !current.hasRemaining() && !pieces.hasNext();
    response.write(ended, piece, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    done.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable failure) {
    done.failed(failure);
  }
}
