package io.emperor.vassal.download;

import java.time.Duration;

/**
 * What a server may ask of an emperor.
 *
 * @param bytes the largest app
 * @param answer how long it may take until a server begins to answer
 * @param interval how long so little may come as not to count
 * @param least so many bytes in an interval count
 */
public record DownloadLimits(long bytes, Duration answer, Duration interval, long least) {

  /** Those that no server that works comes near. */
  public static DownloadLimits usual() {
    return new DownloadLimits(1L << 30, Duration.ofSeconds(30), Duration.ofSeconds(30), 1 << 15);
  }
}
