package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What {@link HolderMain}s have written, and the judgement of it. */
final class HolderHistory {

  private final Path file;

  /** A holder at a moment. */
  record Held(String emperor, long fence, long nanos) {}

  /** Somebody's time as the holder: from its first to its last moment. */
  record Reign(String emperor, long fence, long from, long to) {}

  HolderHistory(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  List<Held> moments() {
    try {
      return moments(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of time; a line whose writer was killed before its end is left out. */
  static List<Held> moments(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" ", -1))
        .map(words -> new Held(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])))
        .sorted(Comparator.comparingLong(Held::nanos))
        .toList();
  }

  Optional<Held> last() {
    List<Held> all = moments();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * Who held when.
   *
   * @throws AssertionError if two held at the same time, or a fence has not grown
   */
  static List<Reign> reigns(List<Held> moments) {
    List<Reign> reigns = new ArrayList<>();
    for (Held moment : moments) {
      Reign now = reigns.isEmpty() ? null : reigns.get(reigns.size() - 1);
      if (now != null && now.emperor().equals(moment.emperor()) && now.fence() == moment.fence()) {
        reigns.set(
            reigns.size() - 1, new Reign(now.emperor(), now.fence(), now.from(), moment.nanos()));
        continue;
      }
      if (now != null && moment.fence() <= now.fence()) {
        throw new AssertionError(
            "after "
                + now
                + " came "
                + moment
                + ": two held at a time, or the fence has not grown");
      }
      reigns.add(new Reign(moment.emperor(), moment.fence(), moment.nanos(), moment.nanos()));
    }
    return reigns;
  }
}
