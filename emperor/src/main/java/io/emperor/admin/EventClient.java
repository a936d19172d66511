package io.emperor.admin;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One client of the event stream. Nothing blocks: what the client does not take yet is kept, and a
 * client that falls too far behind is cut off; it comes back and is told everything anew. Thread
 * safe.
 */
final class EventClient implements WriteListener {

  private static final int MOST_BYTES = 1 << 20;

  private final AsyncContext context;
  private final ServletOutputStream output;
  private final Consumer<EventClient> forget;
  private final Queue<byte[]> kept = new ArrayDeque<>(); // guarded by this
  private int bytes; // of what is kept, guarded by this
  private boolean introduced; // guarded by this
  private boolean begun; // guarded by this
  private boolean unflushed; // guarded by this
  private boolean over; // guarded by this

  EventClient(AsyncContext context, Consumer<EventClient> forget) throws IOException {
    this.context = context;
    this.output = context.getResponse().getOutputStream();
    this.forget = forget;
  }

  /** Sends the first event; what came before is in it. */
  synchronized void begin(byte[] event) {
    introduced = true;
    send(event);
  }

  /** Sends an event, now or as soon as the client takes it. */
  synchronized void send(byte[] event) {
    if (over || !introduced) {
      return;
    }
    if (!kept.isEmpty() && bytes + event.length > MOST_BYTES) {
      end();
      return;
    }
    kept.add(event);
    bytes += event.length;
    write();
  }

  @Override
  public synchronized void onWritePossible() {
    begun = true;
    write();
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  private synchronized void write() {
    try {
      while (begun && !over && output.isReady()) {
        byte[] next = kept.poll();
        if (next != null) {
          bytes -= next.length;
          output.write(next);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          output.flush();
        } else {
          return;
        }
      }
    } catch (IOException | IllegalStateException e) {
      end(); // the client has gone
    }
  }

  /** Ends the connection. Idempotent. */
  synchronized void end() {
    if (over) {
      return;
    }
    over = true;
    kept.clear();
    forget.accept(this);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      return; // the server was faster
    }
  }
}
