package io.emperor.consul.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A token in a file, read again when the file changes: one look at its attributes per request. */
public final class FileToken implements TokenSource {

  private static final Logger log = LoggerFactory.getLogger(FileToken.class);

  /** A file younger than this when it was read may change once more without a new time stamp. */
  private static final long SETTLED_MILLIS = 100;

  private final Path file;
  private final Clock clock;
  private volatile Seen seen;
  private volatile boolean complained;

  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  private record Seen(@Nullable Stamp stamp, @Nullable String token) {

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Seen[" + stamp + "]";
    }
  }

  public FileToken(Path file) {
    this(file, Clock.systemUTC());
  }

  public FileToken(Path file, Clock clock) {
    this(file, clock, null);
  }

  /** With what somebody else has read there before. */
  FileToken(Path file, @Nullable String last) {
    this(file, Clock.systemUTC(), last);
  }

  private FileToken(Path file, Clock clock, @Nullable String last) {
    this.file = file;
    this.clock = clock;
    this.seen = new Seen(null, last);
  }

  Path path() {
    return file;
  }

  @Override
  public @Nullable String token() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Stamp stamp = new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      if (!Objects.equals(stamp, seen.stamp())) {
        read(stamp);
      }
    } catch (IOException e) {
      complain(e.toString());
    }
    return seen.token();
  }

  private void read(Stamp stamp) throws IOException {
    String token = TextFile.read(file).strip();
    if (!usable(token)) {
      complain("it is empty or not one line of printable ASCII");
      return;
    }
    boolean settled = clock.millis() - stamp.modified().toMillis() > SETTLED_MILLIS;
    seen = new Seen(settled ? stamp : null, token);
    complained = false;
  }

  /** Whether the text can stand in a header. */
  static boolean usable(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private void complain(String what) {
    if (!complained) {
      complained = true;
      log.warn("Can't read the Consul token file {}: {}; the last token stays in use", file, what);
    }
  }

  @Override
  public String toString() {
    return "TokenSource[" + file + "]";
  }
}
