package io.emperor.runtime.ownjvm;

import io.emperor.runtime.AppFailure;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.process.Conversation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emperor's end of the line to a JVM of a vassal's own: first the order, then requests, {@code
 * NUMBER VERB MILLISECONDS}, and back come answers, {@code MARK NUMBER OUTCOME WORDS}. What is said
 * about names of the fleet goes both ways under the number 0, as does what the app asks for. Thread
 * safe.
 */
final class HostChannel implements Conversation {

  /** In front of each answer. */
  static final String MARK = "@emperor";

  /** What an answer begins with. */
  enum Outcome {
    /** It was done. */
    OK,
    /** It failed, and may succeed another time. */
    FAILED,
    /** It fails as long as the app is as it is. */
    UNUSABLE,
    /** It will have failed, and this is a line of where. */
    TRACE,
    /** No answer: a part of something that is said about names, which goes on. */
    NAMES,
    /** The last part of it. */
    NAMES_END,
    /** No answer: the app asks for another instance beside it. */
    REINFORCE
  }

  private static final Logger log = LoggerFactory.getLogger(HostChannel.class);

  private static final Pattern ANSWER =
      Pattern.compile(
          MARK + " ([0-9]{1,9}) (OK|FAILED|UNUSABLE|TRACE|NAMES_END|NAMES|REINFORCE) ?(.*)",
          Pattern.DOTALL);

  /** What is said about a name with the longest value, every character of it escaped. */
  private static final int LONGEST_NAMES = 200_000;

  private final Executor blocking;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
  private final Map<Integer, StringBuilder> traces = new ConcurrentHashMap<>();
  private final CompletableFuture<OutputStream> opened = new CompletableFuture<>();
  private final StringBuilder names = new StringBuilder(); // of whoever reads
  private volatile Consumer<String> namesTo = line -> {};
  private volatile Runnable reinforcementTo = () -> {};
  private CompletableFuture<Void> written; // guarded by this
  private volatile boolean deaf;

  /**
   * A line that is not open yet.
   *
   * @param first what is said first: the text of a {@link HostRequest}
   * @param blocking for writing to a process that may not read, for ever perhaps
   */
  HostChannel(String first, Executor blocking) {
    this.blocking = blocking;
    this.written = opened.thenAcceptAsync(stream -> write(stream, first), blocking);
  }

  /** The process is there; what was said before is said now. */
  @Override
  public void open(OutputStream stream) {
    opened.complete(stream);
  }

  /**
   * Asks the host to do something.
   *
   * @param verb what
   * @param limit how long it may take
   * @param grace how much later the answer may come: the host keeps the limit by itself, and says
   *     more about what was late than we can
   * @return the words of the answer; fails with an {@link AppFailure} that has them, with an {@link
   *     UnusableAppException}, or with a {@link TimeoutException} if there is none
   */
  CompletableFuture<String> ask(String verb, Duration limit, Duration grace) {
    int number = last.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(number, answer);
    var unused = say(String.format(Locale.ROOT, "%d %s %d%n", number, verb, limit.toMillis()));
    return answer
        .orTimeout(limit.plus(grace).toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (words, failure) -> {
              deaf = failure instanceof TimeoutException;
              asked.remove(number);
              traces.remove(number);
            });
  }

  /** Has somebody hear what the app's JVM says about names. */
  void namesTo(Consumer<String> host) {
    namesTo = host;
  }

  /** Has somebody hear when the app asks for another instance beside it. */
  void reinforcementTo(Runnable host) {
    reinforcementTo = host;
  }

  /**
   * Says something about names.
   *
   * @return done when it is written
   */
  CompletableFuture<Void> tellNames(String line) {
    return say(String.format(Locale.ROOT, "0 %s 0 %s%n", AppHost.NAMES, line));
  }

  /** One after another; what can't be written has no answer, and whoever ends says why. */
  private synchronized CompletableFuture<Void> say(String text) {
    CompletableFuture<Void> now =
        written
            .exceptionally(
                failure -> {
                  log.debug("a JVM takes no words: {}", failure.toString());
                  return null;
                })
            .thenCombineAsync(
                opened,
                (before, stream) -> {
                  write(stream, text);
                  return null;
                },
                blocking);
    written = now;
    return now;
  }

  private static void write(OutputStream stream, String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the last question had no answer at all. */
  boolean isDeaf() {
    return deaf;
  }

  /** Nobody will answer any more. */
  void close(String why) {
    asked.values().forEach(waiting -> waiting.completeExceptionally(new AppFailure(why)));
  }

  /** Takes a line of the host's, if it is an answer. */
  @Override
  public boolean take(String line) {
    Matcher answer = ANSWER.matcher(line);
    if (!answer.matches()) {
      return false;
    }
    Outcome outcome = Outcome.valueOf(answer.group(2));
    if (outcome == Outcome.NAMES || outcome == Outcome.NAMES_END) {
      names(outcome, answer.group(3));
      return true;
    }
    if (outcome == Outcome.REINFORCE) {
      reinforcementTo.run();
      return true;
    }
    int number = Integer.parseInt(answer.group(1));
    CompletableFuture<String> waiting = asked.get(number);
    if (waiting != null) {
      StringBuilder trace = traces.computeIfAbsent(number, unused -> new StringBuilder());
      complete(waiting, outcome, answer.group(3), trace);
    }
    return true;
  }

  /** A line of an app's may be only so long; what has no end is forgotten. */
  private void names(Outcome outcome, String part) {
    if (names.length() > LONGEST_NAMES) {
      names.setLength(0);
    }
    names.append(part);
    if (outcome == Outcome.NAMES_END) {
      namesTo.accept(names.toString());
      names.setLength(0);
    }
  }

  private static void complete(
      CompletableFuture<String> waiting, Outcome outcome, String words, StringBuilder trace) {
    switch (outcome) {
      case OK -> waiting.complete(words);
      case TRACE -> {
        if (trace.length() < Failure.LONGEST_TRACE) {
          trace.append(words).append(System.lineSeparator());
        }
      }
      case FAILED -> waiting.completeExceptionally(new AppFailure(words, trace.toString()));
      case NAMES, NAMES_END, REINFORCE -> {}
      case UNUSABLE -> waiting.completeExceptionally(new UnusableAppException(words));
    }
  }
}
