package io.emperor.logging;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Standard output or error, which all in this JVM print to: whoever closes it would close it for
 * everybody, and the log's descriptor with it.
 */
public final class SharedStream extends PrintStream {

  private final String name;
  private final AtomicBoolean told = new AtomicBoolean();

  private SharedStream(PrintStream stream, String name) {
    super(stream, true);
    this.name = name;
  }

  /** Nobody can close {@link System#out} and {@link System#err} as they are now. Called once. */
  public static void keepOpen() {
    System.setOut(new SharedStream(System.out, "System.out"));
    System.setErr(new SharedStream(System.err, "System.err"));
  }

  /** Writes what is left, and says once that this is all. */
  @Override
  public void close() {
    flush();
    if (!told.getAndSet(true)) {
      LoggerFactory.getLogger(SharedStream.class)
          .warn("{} stays open: it is everybody's, and somebody has tried to close it", name);
    }
  }
}
