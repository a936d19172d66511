package io.emperor.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last lines about one vassal and those who follow it. What lines take is bounded in bytes, so
 * they are kept as such. Thread safe.
 */
final class Ring {

  static final int MOST_LINES = 100;
  static final int MOST_BYTES = 32 * 1024;

  /** A line and when it was logged. */
  private static final class Line {
    private final long epochMilli;
    private final byte[] bytes;

    Line(long epochMilli, byte[] bytes) {
      this.epochMilli = epochMilli;
      this.bytes = bytes;
    }
  }

  private int keepers;
  private @Nullable Deque<Line> lines; // none before the first line
  private int bytes;
  private final List<Follower> followers = new ArrayList<>(0);

  synchronized Ring kept() {
    keepers++;
    return this;
  }

  /** Nothing if nobody needs it any more. */
  synchronized @Nullable Ring forgotten() {
    keepers--;
    if (keepers == 0) {
      lines = null;
      bytes = 0;
    }
    return ifNeeded();
  }

  synchronized Ring with(Follower follower, int most, Instant since) {
    last(most, since).forEach(follower::offer);
    followers.add(follower);
    return this;
  }

  /** Nothing if nobody needs it any more. */
  synchronized @Nullable Ring without(Follower follower) {
    followers.remove(follower);
    return ifNeeded();
  }

  private @Nullable Ring ifNeeded() {
    return keepers == 0 && followers.isEmpty() ? null : this;
  }

  synchronized void add(Instant at, List<String> more) {
    for (String line : more) {
      followers.forEach(follower -> follower.offer(line));
      if (keepers > 0) {
        keep(new Line(at.toEpochMilli(), line.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private void keep(Line line) {
    Deque<Line> kept = lines == null ? new ArrayDeque<>() : lines;
    lines = kept;
    kept.add(line);
    bytes += line.bytes.length;
    while (kept.size() > MOST_LINES || bytes > MOST_BYTES) {
      bytes -= kept.remove().bytes.length;
    }
  }

  synchronized List<String> last(int most, Instant since) {
    if (lines == null) {
      return List.of();
    }
    List<Line> wanted =
        lines.stream().filter(line -> line.epochMilli >= since.toEpochMilli()).toList();
    return wanted.stream()
        .skip(Math.max(0, wanted.size() - Math.max(0, most)))
        .map(line -> new String(line.bytes, StandardCharsets.UTF_8))
        .toList();
  }
}
