package io.emperor.logging;

import java.io.IOException;
import java.nio.file.Path;

/** Another process writes its log there. */
public final class ClaimedDirectoryException extends IOException {

  private static final long serialVersionUID = 1L;

  ClaimedDirectoryException(Path directory) {
    super(directory + " is another process's");
  }
}
