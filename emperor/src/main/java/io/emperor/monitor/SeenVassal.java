package io.emperor.monitor;

import io.emperor.base.SafeText;
import io.emperor.monitor.SeenFile.Fingerprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of one name in one directory, and what was told about them. For the monitor alone. */
final class SeenVassal {

  private final VassalDirectory directory;
  private final String name;
  private final Disk disk;
  private final MonitorClock clock;
  private final Map<Path, SeenFile> files = new TreeMap<>();
  private Set<Path> followed = Set.of();
  private @Nullable Map<Path, Fingerprint> told;

  SeenVassal(VassalDirectory directory, String name, Disk disk, MonitorClock clock) {
    this.directory = directory;
    this.name = name;
    this.disk = disk;
    this.clock = clock;
  }

  /**
   * Looks at the files again.
   *
   * @param names further file names that may be there
   * @param named those that are said to have changed
   */
  void refresh(List<String> names, Set<Path> named) {
    Set<Path> paths = new HashSet<>(files.keySet());
    paths.addAll(followed); // also those that are yet to come
    names.forEach(file -> paths.add(directory.path().resolve(file)));
    Map<Path, @Nullable Stat> stats = new HashMap<>();
    paths.forEach(path -> stats.put(path, disk.stat(path)));
    if (isMissingAny(stats) && !disk.isUsable(directory.path())) {
      return;
    }
    stats.forEach((path, stat) -> refresh(path, stat, named.contains(path)));
  }

  private void refresh(Path path, @Nullable Stat stat, boolean isNamed) {
    if (stat != null || files.containsKey(path)) {
      files.computeIfAbsent(path, SeenFile::new).refresh(stat, isNamed, disk, clock);
    }
  }

  private boolean isMissingAny(Map<Path, @Nullable Stat> stats) {
    return stats.entrySet().stream()
        .anyMatch(entry -> entry.getValue() == null || entry.getValue().size() < 0);
  }

  /** Takes files elsewhere for its own; whatever they are now, whole or not, is no news. */
  void follow(Set<Path> next) {
    Set<Path> before = followed;
    followed = Set.copyOf(next);
    before.stream().filter(file -> !next.contains(file)).forEach(this::forget);
    next.stream().filter(file -> !before.contains(file)).forEach(this::take);
  }

  private void forget(Path file) {
    files.remove(file);
    if (told != null) {
      told.remove(file);
    }
  }

  private void take(Path file) {
    refresh(file, disk.stat(file), false);
    SeenFile seen = files.get(file);
    if (seen != null && told != null && seen.isThere()) {
      told.put(file, seen.fingerprint());
    }
  }

  Set<Path> followed() {
    return followed;
  }

  /** Whether every file is whole, or gone for good. */
  boolean isSettled() {
    return files.entrySet().stream()
        .allMatch(
            entry ->
                isSettled(entry.getValue())
                    || (!entry.getValue().isThere() && !wasTold(entry.getKey())));
  }

  private boolean isSettled(SeenFile file) {
    return file.settlesAt(clock) - clock.nanos() <= 0;
  }

  private boolean wasTold(Path path) {
    return told != null && told.containsKey(path);
  }

  /** Whether the listener knows of it. */
  boolean isTold() {
    return told != null;
  }

  /** Whether any of its files was there when they were last looked at. */
  boolean isThere() {
    return !present().isEmpty();
  }

  /** Whether there is nothing to tell, and never was. */
  boolean isNothing() {
    return told == null && present().isEmpty();
  }

  /** What is new since the last time it was asked, given that everything is settled. */
  Optional<FileChange> news() {
    files.values().removeIf(file -> !file.isThere());
    Map<Path, Fingerprint> now = new HashMap<>();
    files.forEach((path, file) -> now.put(path, file.fingerprint()));
    Map<Path, Fingerprint> before = told;
    if (now.equals(before)) {
      return Optional.empty();
    }
    if (present().isEmpty()) {
      told = null;
      return before == null ? Optional.empty() : notice(FileChange.Kind.GONE);
    }
    told = now;
    return notice(before == null ? FileChange.Kind.APPEARED : FileChange.Kind.CHANGED);
  }

  private Optional<FileChange> notice(FileChange.Kind kind) {
    return Optional.of(new FileChange(kind, source()));
  }

  private VassalSource source() {
    List<Path> present = present();
    return new VassalSource(
        name,
        present.stream().filter(FileName::isApp).toList(),
        present.stream().filter(path -> !FileName.isApp(path)).toList(),
        directory.path(),
        directory.place());
  }

  /** Its own files that are there, if one of them is admitted. */
  private List<Path> present() {
    List<Path> present = new ArrayList<>();
    files.forEach(
        (path, file) -> {
          if (file.isThere() && isOwn(path)) {
            present.add(path);
          }
        });
    boolean isAdmitted = present.stream().anyMatch(path -> directory.admits().test(fileName(path)));
    return isAdmitted ? present : List.of();
  }

  /** Whether a file belongs to this vassal by its place and name. */
  boolean isOwn(Path path) {
    return directory.path().equals(path.getParent())
        && FileName.parse(fileName(path)).filter(file -> file.vassal().equals(name)).isPresent();
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory.path();
  }

  /** One of its files, for a message. */
  String shown() {
    return SafeText.name(present().isEmpty() ? directory.path().resolve(name) : source().file());
  }
}
