package io.emperor.runtime.shared;

import java.nio.file.Path;

/**
 * A war on the disk.
 *
 * @param directory the private copy
 */
record UnpackedWar(Path directory) {

  /** What was in the war. */
  Path files() {
    return directory.resolve("files");
  }

  /** For what is uploaded, say; made when it is needed. */
  Path temporary() {
    return directory.resolve("temporary");
  }
}
