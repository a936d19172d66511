package io.emperor.monitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real file system with faults, and a record of what was opened. */
final class FaultyDisk implements Disk {

  private final RealDisk disk = new RealDisk();
  final List<Path> opened = new ArrayList<>();
  final List<Path> listed = new ArrayList<>();
  final Set<Path> locked = new HashSet<>();
  final Set<Path> vanishing = new HashSet<>();

  @Override
  public List<String> list(Path directory) throws IOException {
    listed.add(directory);
    if (locked.contains(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    return disk.list(directory);
  }

  @Override
  public boolean isUsable(Path directory) {
    return !locked.contains(directory) && disk.isUsable(directory);
  }

  @Override
  public boolean isDirectory(Path path) {
    return disk.isDirectory(path);
  }

  @Override
  public @Nullable Object key(Path path) {
    return disk.key(path);
  }

  @Override
  public @Nullable Stat stat(Path file) {
    if (locked.contains(file.getParent())) {
      return Stat.UNKNOWN;
    }
    return vanishing.contains(file) ? null : disk.stat(file);
  }

  @Override
  public @Nullable Content content(Path file) {
    opened.add(file);
    return locked.contains(file) ? Content.UNREADABLE : disk.content(file);
  }
}
