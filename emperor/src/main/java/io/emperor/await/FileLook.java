package io.emperor.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file or a directory is there.
 *
 * @param file its absolute path
 */
record FileLook(Path file) implements Look {

  @Override
  public Optional<String> look() {
    return Files.exists(file) ? Optional.empty() : Optional.of("there is no such file");
  }
}
