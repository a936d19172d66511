package io.emperor.admin.view;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of one answer. No thread waits until its client has read it: a client that reads nothing
 * keeps a connection, until that has been idle for too long.
 */
public final class AsyncAnswer implements WriteListener {

  private final AsyncContext context;
  private final ServletOutputStream output;
  private final ByteBuffer body;

  private AsyncAnswer(AsyncContext context, ByteBuffer body) throws IOException {
    this.context = context;
    this.output = context.getResponse().getOutputStream();
    this.body = body;
  }

  /** Sends the body as soon as the client takes it; nothing else may be sent to the request. */
  public static void send(HttpServletRequest request, HttpServletResponse response, ByteBuffer body)
      throws IOException {
    response.setContentLength(body.remaining());
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(0);
    AsyncAnswer answer = new AsyncAnswer(context, body);
    answer.output.setWriteListener(answer);
  }

  /** The web server completes the answer when the last of it has been written. */
  @Override
  public void onWritePossible() throws IOException {
    if (output.isReady()) {
      output.write(body);
      context.complete();
    }
  }

  @Override
  public void onError(Throwable failure) {
    context.complete(); // the client has gone
  }
}
