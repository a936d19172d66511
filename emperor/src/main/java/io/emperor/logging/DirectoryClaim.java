package io.emperor.logging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * This process's claim to a directory of log files: two that rotate the same files would lose each
 * other's lines.
 */
final class DirectoryClaim {

  /**
   * Each claim, as long as the process lives. The system takes a lock back as soon as the process
   * closes the file, be it opened another time.
   */
  private static final Map<Path, FileChannel> HELD = new HashMap<>();

  private DirectoryClaim() {}

  /**
   * Makes it, unless it is made already, and keeps it.
   *
   * @throws ClaimedDirectoryException if another process has done so
   * @throws IOException if files can't be written there
   */
  static synchronized void to(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (HELD.containsKey(real)) {
      return;
    }
    FileChannel file =
        FileChannel.open(
            real.resolve(".claim"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      file.close();
      throw new ClaimedDirectoryException(directory);
    }
    HELD.put(real, file);
  }
}
