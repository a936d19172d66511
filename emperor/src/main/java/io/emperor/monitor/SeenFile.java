package io.emperor.monitor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One file, as it was when it was last looked at. For the monitor alone. */
final class SeenFile {

  /** How long a jar without a proper end has to rest until it counts as all there will be. */
  static final long JAR_REST = Duration.ofMillis(1500).toNanos();

  /** How long a configuration file, or the absence of a file, has to rest. */
  static final long REST = Duration.ofMillis(100).toNanos();

  /** Within this time of an edit another one may leave the time stamp as it is. */
  private static final long RACY = Duration.ofSeconds(2).toNanos();

  private final Path path;
  private final boolean isJar;
  private @Nullable Stat stat;
  private @Nullable Content content;
  private long since;
  private long lookedInto;

  SeenFile(Path path) {
    this.path = path;
    this.isJar = FileName.isApp(path);
  }

  /** Takes in a fresh stat, and looks into the file when that alone can't tell. */
  void refresh(@Nullable Stat fresh, boolean isNamed, Disk disk, MonitorClock clock) {
    if (!Objects.equals(fresh, stat)) {
      stat = fresh;
      since = clock.nanos();
      content = null;
    } else if (stat == null || !(isNamed || isDoubtful())) {
      return;
    }
    if (stat != null) {
      lookInto(disk, clock);
    }
  }

  private void lookInto(Disk disk, MonitorClock clock) {
    lookedInto = wall(clock);
    Content fresh = disk.content(path);
    if (fresh == null) {
      stat = null;
      content = null;
      since = clock.nanos();
    } else if (content == null) {
      content = fresh;
    } else if (fresh.isReadable() && !fresh.equals(content)) {
      content = fresh;
      since = clock.nanos();
    }
  }

  private boolean isDoubtful() {
    return content == null
        || !content.isReadable()
        || (stat != null && Math.abs(lookedInto - stat.modified()) < RACY);
  }

  boolean isThere() {
    return stat != null;
  }

  boolean isUnknown() {
    return stat == null || stat.size() < 0;
  }

  /** When it will count as whole, or as gone, if nothing happens; now or earlier if it does. */
  long settlesAt(MonitorClock clock) {
    if (stat == null) {
      return since + REST;
    }
    if (isJar) {
      return content != null && content.whole() ? clock.nanos() : since + JAR_REST;
    }
    long age = wall(clock) - stat.modified();
    return age >= REST ? clock.nanos() : since + REST;
  }

  /** What it is now; equal only if nobody touched it. */
  Fingerprint fingerprint() {
    return new Fingerprint(Objects.requireNonNull(stat, "not there"), content);
  }

  private static long wall(MonitorClock clock) {
    Instant now = clock.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** What makes one state of a file different from another. */
  record Fingerprint(Stat stat, @Nullable Content content) {}
}
