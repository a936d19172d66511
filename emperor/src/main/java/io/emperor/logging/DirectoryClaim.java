package io.emperor.logging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This process's claim to a directory of log files: two that rotate the same files would lose each
 * other's lines.
 */
final class DirectoryClaim {

  /** For as long as the process lives; one that nobody holds would be closed. */
  private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

  private DirectoryClaim() {}

  /**
   * Makes it, and keeps it.
   *
   * @throws ClaimedDirectoryException if another process has done so
   * @throws IOException if files can't be written there
   */
  static void to(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(".claim"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() == null) {
        file.close();
        throw new ClaimedDirectoryException(directory);
      }
      HELD.add(file);
    } catch (OverlappingFileLockException e) {
      file.close(); // it is this process's already
    }
  }
}
