package io.emperor.logging;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Standard output or error, which all in this JVM print to. What an app prints becomes lines of the
 * log, with its vassal's name. Whoever closes it would close it for everybody, and the log's
 * descriptor with it. Thread safe.
 */
public final class SharedStream extends PrintStream {

  private final PrintStream stream;
  private final String name;
  private final PrintedLines lines;
  private final AtomicBoolean told = new AtomicBoolean();

  private SharedStream(PrintStream stream, String name) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
    this.name = name;
    this.lines = new PrintedLines(LoggerFactory.getLogger(name));
  }

  /** Takes the places of {@link System#out} and {@link System#err} as they are now. Called once. */
  public static void install() {
    System.setOut(new SharedStream(System.out, "System.out"));
    System.setErr(new SharedStream(System.err, "System.err"));
  }

  /**
   * A vassal's app has ended: what it has printed without an end of line is a line, too.
   *
   * @param vassal its name
   */
  public static void ended(String vassal) {
    for (PrintStream one : new PrintStream[] {System.out, System.err}) {
      if (one instanceof SharedStream shared) {
        shared.lines.end(vassal);
      }
    }
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** Without the stream's own lock: a log that prints must not wait for a print that logs. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    Optional<String> printer = VassalName.ofPrinter();
    if (printer.isPresent()) {
      lines.add(printer.get(), bytes, offset, length);
    } else {
      stream.write(bytes, offset, length);
      stream.flush();
    }
  }

  /** Without the stream's own lock, too. */
  @Override
  public void flush() {
    stream.flush();
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
