package io.emperor.runtime.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a program has said, line by line: the time since the machine was started. */
record Beats(Path file) {

  /** Longer than a program is silent by itself. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  /** What a shell runs to say it for ever, in the working directory. */
  static String script(String name) {
    return "while read -r up rest < /proc/uptime; do echo $up >> " + name + "; sleep 0.02; done";
  }

  long count() throws IOException {
    return lines().size();
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Waits for some more. */
  void awaitMore(int more) {
    long[] before = new long[1];
    Await.until(file + " can be read", () -> (before[0] = count()) >= 0);
    Await.until(file + " goes on", () -> count() >= before[0] + more);
  }

  /** Nothing is said any more. */
  void assertSilent() throws Exception {
    long before = count();
    assertThat(before).isPositive();
    Await.holdsFor(SILENCE, file + " is silent", () -> count() == before);
  }

  /** When it spoke last, in nanoseconds. */
  long last() throws IOException {
    List<String> lines = lines();
    return (long) (Double.parseDouble(lines.get(lines.size() - 1)) * 1e9);
  }
}
