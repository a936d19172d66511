package io.emperor.runtime.shared;

import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a file becomes a private copy of it. */
public interface Copying {

  /** With the rights of the emperor, and nothing to be asked about it. */
  Copying PLAIN =
      (from, to) -> {
        Path unused = Files.copy(from, to);
      };

  /**
   * Copies a file.
   *
   * @param from the file
   * @param to where nothing is yet
   * @throws UnusableAppException if it must not be read
   * @throws IOException if it can't be read now, or there is no space
   */
  void copy(Path from, Path to) throws UnusableAppException, IOException;
}
