package io.emperor.runtime.shared;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What one app may take of the free space on a disk, so that others are left some. */
public final class SpaceLimit {

  private static final int SHARE = 2;
  private static final long MIB = 1 << 20;

  private SpaceLimit() {}

  /** So many bytes; none if there is no such directory. */
  public static long on(Path directory) {
    return directory.toFile().getUsableSpace() / SHARE; // a file store would read all mounts
  }

  public static IOException lacking(long room) {
    return new IOException(
        String.format(
            Locale.ROOT,
            "it takes more than half of the %d MiB that are free in the data directory: make room",
            room / MIB * SHARE));
  }
}
