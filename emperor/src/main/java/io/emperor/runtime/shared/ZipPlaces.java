package io.emperor.runtime.shared;

import io.emperor.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** Where the entries of one zip file go on the disk. Refuses what no disk could take. */
final class ZipPlaces {

  /** Bytes in a file's name on the usual file systems. */
  private static final int LONGEST_NAME = 255;

  /** Characters in the name of an entry with all its directories, well below what systems take. */
  private static final int LONGEST_PATH = 2_048;

  private final Path target;
  private final Set<Path> files = new HashSet<>();
  private final Set<Path> directories = new HashSet<>();

  ZipPlaces(Path target) {
    this.target = target;
  }

  /**
   * The place of an entry.
   *
   * @throws ZipException if it lies outside of the target, is there already, or has an impossible
   *     name
   * @throws java.nio.file.InvalidPathException if its name is none
   */
  Path of(ZipEntry entry) throws ZipException {
    if (entry.getName().length() > LONGEST_PATH) {
      throw refused("the name of an entry is too long", entry);
    }
    Path place = target.resolve(entry.getName()).normalize();
    if (!place.startsWith(target) || (place.equals(target) && !entry.isDirectory())) {
      throw refused("an entry lies outside of the archive", entry);
    }
    Path inside = target.relativize(place);
    for (Path part : inside) {
      if (part.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw refused("the name of an entry is too long", entry);
      }
    }
    if (!isNew(inside, entry.isDirectory())) {
      throw refused("an entry is there twice", entry);
    }
    return place;
  }

  /** The directory of what lies below another. */
  static Path parent(Path place) {
    return Objects.requireNonNull(place.getParent(), "a file has a directory");
  }

  private boolean isNew(Path inside, boolean directory) {
    for (int parts = 1; parts < inside.getNameCount(); parts++) {
      Path above = inside.subpath(0, parts);
      directories.add(above);
      if (files.contains(above)) {
        return false;
      }
    }
    if (directory) {
      directories.add(inside); // may well be there twice
      return !files.contains(inside);
    }
    return !directories.contains(inside) && files.add(inside);
  }

  private static ZipException refused(String why, ZipEntry entry) {
    return new ZipException(why + ": " + SafeText.line(entry.getName()));
  }
}
