package io.emperor.monitor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Tells which files changed, as far as the file system says so. */
interface DirectoryWatch extends AutoCloseable {

  /** Watches a directory, if that is possible and not done already. */
  void ensure(Path directory);

  /** Stops watching all but these. */
  void retain(Set<Path> directories);

  /** Waits until something happens, for a limited time. */
  Events await(long nanos) throws InterruptedException;

  @Override
  void close();

  /**
   * What happened.
   *
   * @param isIncomplete whether something may be missing, so that only a scan can tell
   * @param files names of files by directory
   */
  record Events(boolean isIncomplete, Map<Path, Set<String>> files) {

    static final Events NONE = new Events(false, Map.of());
  }
}
