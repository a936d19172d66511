package io.emperor.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The emperor's end of the line to a JVM of a vassal's own: requests to its standard input, {@code
 * NUMBER VERB MILLISECONDS}, and answers among its output, {@code MARK NUMBER OUTCOME WORDS}.
 * Thread safe.
 */
final class HostLink {

  /** In front of each answer: a JVM itself may write to its standard output, too. */
  static final String MARK = "@emperor";

  /** What an answer begins with. */
  enum Outcome {
    /** It was done. */
    OK,
    /** It failed, and may succeed another time. */
    FAILED,
    /** It fails as long as the app is as it is. */
    UNUSABLE
  }

  private static final Pattern ANSWER =
      Pattern.compile(MARK + " ([0-9]{1,9}) (OK|FAILED|UNUSABLE) ?(.*)");

  /** The host keeps the limits by itself, and says more about what was late than we can. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private final HostOrder order;
  private final Executor blocking;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
  private @Nullable OutputStream requests; // guarded by this

  /**
   * A line that is not open yet.
   *
   * @param order what is said first
   * @param blocking for writing to a process that may not read
   */
  HostLink(HostOrder order, Executor blocking) {
    this.order = order;
    this.blocking = blocking;
  }

  /** Says the first words as soon as the process is there. */
  synchronized void open(OutputStream stream) {
    requests = stream;
  }

  /** What the host is told before it is asked anything. */
  CompletableFuture<Void> order() {
    return CompletableFuture.runAsync(() -> write(order.text()), blocking);
  }

  /**
   * Asks the host to do something.
   *
   * @param verb what
   * @param limit how long it may take
   * @return the words of the answer; fails with an {@link AppFailure} that has them, with an {@link
   *     UnusableAppException}, or with a {@link TimeoutException} if there is none
   */
  CompletableFuture<String> ask(String verb, Duration limit) {
    int number = last.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(number, answer);
    blocking.execute(
        () -> {
          try {
            write("%d %s %d%n".formatted(number, verb, limit.toMillis()));
          } catch (RuntimeException e) {
            answer.completeExceptionally(new AppFailure("its JVM takes no words"));
          }
        });
    return answer
        .orTimeout(limit.plus(LATE).toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((words, failure) -> asked.remove(number));
  }

  private synchronized void write(String text) {
    OutputStream stream = requests;
    if (stream == null) {
      throw new IllegalStateException("there is no process yet");
    }
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody will answer any more. */
  void close(String why) {
    asked.values().forEach(waiting -> waiting.completeExceptionally(new AppFailure(why)));
  }

  /** Takes a line of the host's output, if it is an answer. */
  boolean take(String line) {
    Matcher answer = ANSWER.matcher(line);
    if (!answer.matches()) {
      return false;
    }
    CompletableFuture<String> waiting = asked.get(Integer.parseInt(answer.group(1)));
    if (waiting != null) {
      complete(waiting, Outcome.valueOf(answer.group(2)), answer.group(3));
    }
    return true;
  }

  private static void complete(CompletableFuture<String> waiting, Outcome outcome, String words) {
    switch (outcome) {
      case OK -> waiting.complete(words);
      case FAILED -> waiting.completeExceptionally(new AppFailure(words));
      case UNUSABLE -> waiting.completeExceptionally(new UnusableAppException(words));
    }
  }
}
