package io.emperor.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file system as the monitor uses it. */
interface Disk {

  /** The names of a directory's entries; fails unless it can be read and searched. */
  List<String> list(Path directory) throws IOException;

  /** Whether this is a directory that can be read and searched. */
  boolean isUsable(Path directory);

  /** Whether this is a directory, links followed. */
  boolean isDirectory(Path path);

  /** The identity of a file or directory, {@code null} when it has none or is not there. */
  @Nullable Object key(Path path);

  /** A regular file, links followed; {@code null} when there is none. */
  @Nullable Stat stat(Path file);

  /** Looks into a file; {@code null} when it is not there any more. */
  @Nullable Content content(Path file);
}
