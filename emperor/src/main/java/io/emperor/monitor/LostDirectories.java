package io.emperor.monitor;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories that can't be read at the moment: one line when it starts, one when it is over. */
final class LostDirectories {

  private static final Logger LOG = LoggerFactory.getLogger(LostDirectories.class);

  private final Set<Path> lost = new HashSet<>();

  void lose(Path directory, long running, IOException failure) {
    if (lost.add(directory)) {
      LOG.warn(
          "{} {}: its vassals, {}, keep running; it is looked for at every scan",
          SafeText.name(directory),
          message(failure),
          running);
    }
  }

  void find(Path directory) {
    if (lost.remove(directory)) {
      LOG.info("{} can be read again", SafeText.name(directory));
    }
  }

  private static String message(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "is no longer there";
    }
    if (failure instanceof NotDirectoryException) {
      return "is no longer a directory";
    }
    return "can't be read, " + SafeText.name(String.valueOf(failure));
  }
}
