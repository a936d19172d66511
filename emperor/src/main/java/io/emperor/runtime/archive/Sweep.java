package io.emperor.runtime.archive;

import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what nobody uses any more, or will finish.
 *
 * @param directory holds a directory for each archive
 * @param now tells what has not been used for long
 */
record Sweep(Path directory, Instant now) {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  private static final Duration UNUSED = Duration.ofDays(30);

  /** The directory of a jar that is laid out, and an archive that is made, with what it needs. */
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "([0-9a-f]{64}|classes\\.(jsa|aot))\\.(?<pid>[0-9]{1,18})\\.[0-9]+(\\.config)?");

  void run() {
    try {
      for (Path home : list(directory)) {
        swept(home);
      }
    } catch (IOException e) {
      log.warn("unused archives of classes in {} stay: {}", directory, e.toString());
    }
  }

  private void swept(Path home) {
    try {
      if (isLeft(home) || isUnused(home)) {
        PrivateDirectory.delete(home);
        return;
      }
      for (Path place : List.of(home, home.resolve(ClassArchives.APP))) {
        for (Path file : list(place)) {
          if (isLeft(file)) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      log.warn("{} is not cleared up: {}: delete it", home, e.toString());
    }
  }

  private boolean isUnused(Path home) throws IOException {
    Instant used = Files.getLastModifiedTime(home, LinkOption.NOFOLLOW_LINKS).toInstant();
    return used.plus(UNUSED).isBefore(now);
  }

  /** What a process leaves behind that has been killed: in a container, one of the same ID. */
  private static boolean isLeft(Path file) {
    Matcher name = UNFINISHED.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      return false;
    }
    long pid = Long.parseLong(name.group("pid"));
    return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
  }

  private static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
