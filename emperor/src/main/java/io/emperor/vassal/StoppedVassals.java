package io.emperor.vassal;

import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the vassals that an operator has stopped, kept for the next emperor of this name: an
 * empty file for each. Thread safe, because every change is one of the file system's.
 */
public final class StoppedVassals {

  private static final Logger log = LoggerFactory.getLogger(StoppedVassals.class);

  private final Path directory;

  /**
   * Those of an emperor.
   *
   * @param directory where they are kept; made when there is one
   */
  public StoppedVassals(Path directory) {
    this.directory = directory;
  }

  boolean contains(String vassal) {
    return Files.exists(directory.resolve(vassal));
  }

  void add(String vassal) {
    try {
      Path unused = PrivateDirectory.made(directory);
      Files.write(directory.resolve(vassal), new byte[0]);
    } catch (IOException e) {
      log.warn(
          "{} is started again by the next emperor, which can't be told: {}", vassal, e.toString());
    }
  }

  void remove(String vassal) {
    try {
      boolean unused = Files.deleteIfExists(directory.resolve(vassal));
    } catch (IOException e) {
      log.warn(
          "{} is not started by the next emperor, which can't be told: {}", vassal, e.toString());
    }
  }
}
