package io.emperor.runtime.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of a file, a directory or a link itself. Two that are equal are of the same
 * file, which nobody has changed, renamed, linked or given away between them: the time of change is
 * the kernel's, and nobody can set it.
 *
 * @param owner the owner's number, unsigned
 * @param group the group's number, unsigned
 * @param mode type and permissions, as in {@code stat(2)}
 * @param links how many names it has
 * @param size in bytes
 * @param key device and inode
 * @param changed when anything of it was changed last
 */
record FileStamp(
    int owner, int group, int mode, int links, long size, @Nullable Object key, FileTime changed) {

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int REGULAR = 0100000;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int ANY_ACCESS_OF_OTHERS = 0077;

  static FileStamp of(Path path) throws IOException {
    Map<String, Object> seen = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        (Integer) value(seen, "uid"),
        (Integer) value(seen, "gid"),
        (Integer) value(seen, "mode"),
        (Integer) value(seen, "nlink"),
        (Long) value(seen, "size"),
        seen.get("fileKey"),
        (FileTime) value(seen, "ctime"));
  }

  private static Object value(Map<String, Object> seen, String name) {
    return Objects.requireNonNull(seen.get(name), name);
  }

  /** The owner's number; empty where the system does not tell. */
  static OptionalInt ownerOf(String path) {
    try {
      return OptionalInt.of((Integer) Files.getAttribute(Path.of(path), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isWritableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Whether others than its owner can do anything with it. */
  boolean isOpenToOthers() {
    return (mode & ANY_ACCESS_OF_OTHERS) != 0;
  }

  /** Whether only its owner can rename or remove what is in this directory, if others may write. */
  boolean isSticky() {
    return (mode & STICKY) != 0;
  }
}
