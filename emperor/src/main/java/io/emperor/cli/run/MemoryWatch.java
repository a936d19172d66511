package io.emperor.cli.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process when the emperor itself has no memory to work with, whoever has used it up: one
 * that goes on without some of its threads looks alive and does nothing that it is told. An app's
 * thread that finds no memory is the app's own affair, and ends nothing.
 */
final class MemoryWatch implements Thread.UncaughtExceptionHandler {

  /** What Java's own {@code ExitOnOutOfMemoryError} ends with. */
  static final int STATUS = 3;

  /** How many looks in a row, a second apart, may find nothing: a burst is over by then. */
  private static final int DRY_LOOKS = 3;

  /** There is no memory for another one, nor for a line of the log. */
  private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

  /** Made before the memory is gone. */
  private static final Map<Reason, byte[]> LINES =
      Arrays.stream(Reason.values())
          .collect(
              Collectors.toMap(
                  reason -> reason, Reason::line, (a, b) -> a, () -> new EnumMap<>(Reason.class)));

  private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);

  private final BooleanSupplier reserve;
  private final Supplier<List<String>> stalled;
  private final Consumer<Reason> end;
  private final ThreadGroup own;
  private int dry; // of the watching thread alone
  private boolean everDry; // likewise

  /** Why the process ends. */
  enum Reason {
    EXHAUSTED("what apps hold leaves none for the emperor"),
    THREAD_LOST("a thread of the emperor's own has found none"),
    STALLED("a loop of the emperor's own has not turned since there was none");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    private byte[] line() {
      return String.format(
              Locale.ROOT,
              "emperor: out of memory: %s; ends with status %d, nothing is deregistered%n",
              words,
              STATUS)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Made on a thread of the emperor's own.
   *
   * @param reserve whether there is enough memory
   * @param stalled which of the emperor's loops have stopped turning
   * @param end ends the process
   */
  MemoryWatch(BooleanSupplier reserve, Supplier<List<String>> stalled, Consumer<Reason> end) {
    this.reserve = reserve;
    this.stalled = stalled;
    this.end = end;
    this.own = Thread.currentThread().getThreadGroup();
  }

  /** Watches over this process from now on. */
  static void begin(Supplier<List<String>> stalled) {
    MemoryWatch watch = new MemoryWatch(new HeapReserve(), stalled, MemoryWatch::halt);
    Thread.setDefaultUncaughtExceptionHandler(watch);
    Thread thread = new Thread(watch::run, "memory-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (pause()) {
      look();
    }
  }

  /** Asks for no memory, as waiting for anything else would. */
  private static boolean pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** One look. */
  void look() {
    if (reserve.getAsBoolean()) {
      dry = 0;
    } else {
      dry++;
      everDry = true;
    }
    if (dry >= DRY_LOOKS) {
      end.accept(Reason.EXHAUSTED);
    } else if (everDry && isStalled()) {
      end.accept(Reason.STALLED);
    }
  }

  private boolean isStalled() {
    try {
      return !stalled.get().isEmpty();
    } catch (OutOfMemoryError e) {
      return false; // the next look will find more, or less
    }
  }

  /** Of threads that have no handler of their own: apps' threads have one. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError && isOwn(thread.getThreadGroup())) {
      end.accept(Reason.THREAD_LOST);
    } else {
      log.error("thread {} has ended by what it has thrown", thread.getName(), thrown);
    }
  }

  /** Java's own threads are in a group around the emperor's; virtual ones are in neither. */
  private boolean isOwn(ThreadGroup group) {
    return group.parentOf(own);
  }

  private static void halt(Reason reason) {
    try {
      STANDARD_ERROR.write(LINES.get(reason));
    } catch (IOException | OutOfMemoryError e) {
      // The status says it, too.
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
