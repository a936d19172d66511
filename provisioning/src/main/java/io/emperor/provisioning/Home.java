package io.emperor.provisioning;

import io.emperor.base.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the paths in a file begin.
 *
 * @param file that they stand in; absolute
 * @param hasDirectory whether they may be relative to its directory
 */
record Home(Path file, boolean hasDirectory) {

  Home {
    file = file.toAbsolutePath().normalize();
  }

  Path directory() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /**
   * A path of it, as somebody wrote it.
   *
   * @throws IllegalArgumentException in words that go on after the key
   */
  Path resolve(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("has an empty part; remove it");
    }
    if (!hasDirectory && !Path.of(text).isAbsolute()) {
      throw new IllegalArgumentException(
          SafeText.name(text) + " begins in no directory; write a path that begins with /");
    }
    return directory().resolve(text).normalize();
  }

  /**
   * A path of a directory that is there.
   *
   * @throws IllegalArgumentException in words that go on after the key
   */
  Path directory(String text) {
    Path path = resolve(text);
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          SafeText.name(text) + " is no directory; make it, or correct the path");
    }
    return path;
  }
}
