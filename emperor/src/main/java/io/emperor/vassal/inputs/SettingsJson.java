package io.emperor.vassal.inputs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file in which a program finds what the sources have, as JSON: for its user alone. */
final class SettingsJson {

  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  /**
   * Writes nothing yet.
   *
   * @param file in a directory that is there
   */
  SettingsJson(Path file) {
    this.file = file.toAbsolutePath();
  }

  Path path() {
    return file;
  }

  /** Whoever reads it meanwhile has all of the one before, or all of this one. */
  void write(String json) throws IOException {
    Path staged = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new", OWN);
    try {
      Files.writeString(staged, json);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      boolean unused = Files.deleteIfExists(staged);
    }
  }

  void delete() throws IOException {
    boolean unused = Files.deleteIfExists(file);
  }
}
