package io.emperor.runtime;

import io.emperor.runtime.HostLink.Outcome;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a JVM of a vassal's own: does what the emperor asks for. Standard input is the
 * lifeline: when it ends, the emperor is gone, and so is the app soon after. Standard output
 * carries the answers, and what the app prints goes to standard error.
 */
public final class AppHost {

  static final String LOAD = "load";
  static final String START = "start";
  static final String HEALTH = "health";
  static final String DRAIN = "drain";
  static final String STOP = "stop";

  /** How long the app has to stop when nobody waits for it any more. */
  private static final Duration ALONE = Duration.ofSeconds(5);

  private static final int ORPHAN = 1;

  private final HostedApp app;
  private final PrintStream answers;

  private AppHost(HostedApp app, PrintStream answers) {
    this.app = app;
    this.answers = answers;
  }

  /**
   * Runs one app until the emperor says so, or is gone.
   *
   * @param args none: everything is said over standard input
   * @throws IOException if the emperor can't be understood
   */
  public static void main(String[] args) throws IOException {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.setIn(InputStream.nullInputStream()); // nobody else reads from the lifeline
    HostedApp app = new HostedApp(HostOrder.read(requests));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app), "end"));
    new AppHost(app, answers).obey(requests);
    System.exit(ORPHAN);
  }

  /** However the JVM ends, unless it is killed. */
  private static void end(HostedApp app) {
    var unused =
        app.stop(ALONE)
            .copy()
            .completeOnTimeout(null, ALONE.toNanos(), TimeUnit.NANOSECONDS)
            .handle((done, failure) -> true)
            .join();
  }

  private void obey(BufferedReader requests) throws IOException {
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ", -1);
      Duration limit = Duration.ofMillis(Long.parseLong(words[2]));
      var unused =
          done(words[1], limit)
              .handle((answer, failure) -> answered(words[0], answer, failure))
              .thenRun(() -> leaveAfter(words[1]));
    }
  }

  private CompletableFuture<String> done(String verb, Duration limit) {
    try {
      return switch (verb) {
        case LOAD -> load();
        case START -> app.start(limit).thenApply(port -> Integer.toString(port));
        case HEALTH -> app.health(limit).thenApply(HostHealth::words);
        case DRAIN -> app.drain(limit).thenApply(done -> "");
        case STOP -> app.stop(limit).thenApply(done -> "");
        default -> throw new IOException("the emperor asks for " + verb);
      };
    } catch (UnusableAppException | IOException | RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<String> load() throws UnusableAppException, IOException {
    var unused =
        app.load()
            .ended()
            // The thread that ended it is the app's own, and the app is to be stopped first.
            .thenAccept(exit -> new Thread(() -> System.exit(exit.status()), "exit").start());
    return CompletableFuture.completedFuture("");
  }

  private synchronized @Nullable Void answered(
      String number, @Nullable String answer, @Nullable Throwable failure) {
    Outcome outcome = Outcome.OK;
    String words = answer;
    if (failure != null) {
      Throwable cause = Failure.unwrapped(failure);
      boolean speaks = cause instanceof UnusableAppException || cause instanceof IOException;
      outcome = cause instanceof UnusableAppException ? Outcome.UNUSABLE : Outcome.FAILED;
      words = speaks ? Failure.line(String.valueOf(cause.getMessage())) : Failure.words(cause);
    }
    answers.println(
        String.join(" ", HostLink.MARK, number, outcome.name(), Objects.requireNonNull(words)));
    return null;
  }

  private static void leaveAfter(String verb) {
    if (verb.equals(STOP)) {
      System.exit(0);
    }
  }
}
