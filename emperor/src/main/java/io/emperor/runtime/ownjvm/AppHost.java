package io.emperor.runtime.ownjvm;

import io.emperor.base.SafeText;
import io.emperor.consul.name.HostedNames;
import io.emperor.logging.EmperorLog;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogLevels;
import io.emperor.logging.SharedStream;
import io.emperor.runtime.AppFailure;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.ownjvm.HostChannel.Outcome;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a JVM of a vassal's own: does what the emperor asks for. Requests come in by
 * file descriptor 3, which is the lifeline: when it ends, the emperor is gone, and so is the app
 * soon after. Answers go out by 4. Neither is known to the app, and Java hands neither to the
 * processes that it starts. Standard output is standard error, so that what anybody prints is in
 * one place.
 */
public final class AppHost {

  static final String LOAD = "load";
  static final String START = "start";
  static final String HEALTH = "health";
  static final String DRAIN = "drain";
  static final String STOP = "stop";
  static final String RELEASE = "release";

  /** Not asked, but told: something about names of the fleet. */
  static final String NAMES = "names";

  /** How long a part of what is said about names may be. */
  private static final int PART = 2_000;

  /** As a leader whose task ignores that it is one no more. */
  private static final int NO_LEADER = 75;

  /** How long the app has to stop when nobody waits for it any more. */
  private static final Duration ALONE = Duration.ofSeconds(5);

  /** In front of the words that run this class: puts the two descriptors where they are. */
  static final List<String> SHELL =
      List.of("/bin/sh", "-c", "exec \"$@\" 3<&0 4>&1 </dev/null 1>&2", "sh");

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
   * @param args none: everything is said over the line
   */
  public static void main(String[] args) {
    SharedStream.install();
    EmperorLog.keepToItself();
    try (BufferedReader requests =
        new BufferedReader(
            new InputStreamReader(new FileInputStream("/dev/fd/3"), StandardCharsets.UTF_8))) {
      PrintStream answers =
          new PrintStream(new FileOutputStream("/dev/fd/4"), true, StandardCharsets.UTF_8);
      HostRequest request = HostRequest.read(requests);
      request.levels().forEach((logger, level) -> LogLevels.set(new LogLevel(logger, level)));
      HostedApp app =
          new HostedApp(
              request, new NamesLine(answers), () -> println(answers, "0", Outcome.REINFORCE, ""));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app), "end"));
      new AppHost(app, answers).obey(requests);
    } catch (Throwable e) {
      System.err.println(message(e));
    }
    System.exit(ORPHAN); // whatever threads are left
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
      String[] words = line.split(" ", 4);
      if (words[1].equals(NAMES)) {
        app.heardOfNames(words[3]);
        continue;
      }
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
        case HEALTH -> app.health(limit).thenApply(HostHealth::text);
        case RELEASE -> app.releaseNames().thenApply(done -> "");
        case DRAIN -> app.drain(limit).thenApply(done -> "");
        case STOP -> app.stop(limit).thenApply(done -> "");
        default -> throw new IOException("the emperor asks for " + verb);
      };
    } catch (Throwable e) {
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
    boolean unusable =
        failure != null && Failure.unwrapped(failure) instanceof UnusableAppException;
    Outcome outcome = failure == null ? Outcome.OK : unusable ? Outcome.UNUSABLE : Outcome.FAILED;
    String said = failure == null ? String.valueOf(answer) : message(failure);
    if (failure != null && Failure.unwrapped(failure) instanceof AppFailure thrown) {
      thrown.trace().lines().forEach(line -> say(number, Outcome.TRACE, line));
    }
    say(number, outcome, said);
    return null;
  }

  private void say(String number, Outcome outcome, String words) {
    println(answers, number, outcome, words);
  }

  private static void println(PrintStream answers, String number, Outcome outcome, String words) {
    answers.println(String.join(" ", HostChannel.MARK, number, outcome.name(), words));
  }

  /** What the app's names have to say to the emperor, in parts that no reader cuts off. */
  private record NamesLine(PrintStream answers) implements HostedNames.Line {

    @Override
    public void send(String text) {
      synchronized (answers) {
        int at = 0;
        for (; text.length() - at > PART; at += PART) {
          println(answers, "0", Outcome.NAMES, text.substring(at, at + PART));
        }
        println(answers, "0", Outcome.NAMES_END, text.substring(at));
      }
    }

    @Override
    public void ignored(String name) {
      new Thread(() -> System.exit(NO_LEADER), "exit").start();
    }
  }

  private static String message(Throwable failure) {
    Throwable cause = Failure.unwrapped(failure);
    boolean speaks = cause instanceof UnusableAppException || cause instanceof IOException;
    return speaks && cause.getMessage() != null
        ? SafeText.line(cause.getMessage())
        : Failure.message(cause);
  }

  private static void leaveAfter(String verb) {
    if (verb.equals(STOP)) {
      System.exit(0);
    }
  }
}
