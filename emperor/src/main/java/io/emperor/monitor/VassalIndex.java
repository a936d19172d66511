package io.emperor.monitor;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows every vassal's files, and finds out what is new. For one thread at a time; what it found is
 * kept until it is taken with {@link #news}.
 */
final class VassalIndex {

  private static final Logger LOG = LoggerFactory.getLogger(VassalIndex.class);

  /** How often a file that is not whole is looked at, watched or not. */
  private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

  private final List<VassalsPattern> words;
  private final Disk disk;
  private final MonitorClock clock;
  private final DirectoryWatch watch;
  private final Map<Path, VassalDirectory> directories = new LinkedHashMap<>();
  private final Map<Path, Map<String, SeenVassal>> sightings = new HashMap<>();
  private final Map<Path, Set<SeenVassal>> followers = new HashMap<>();
  private final Map<SeenVassal, Long> unsettled = new LinkedHashMap<>();
  private final Claims claims = new Claims();
  private final LostDirectories lost = new LostDirectories();
  private final LeftAlone leftAlone = new LeftAlone();
  private final List<FileChange> news = new ArrayList<>();

  VassalIndex(List<VassalsPattern> words, Disk disk, MonitorClock clock, DirectoryWatch watch) {
    this.words = words;
    this.disk = disk;
    this.clock = clock;
    this.watch = watch;
  }

  /** The directories in which a file of this name is a vassal's. */
  List<Path> directories(String file) {
    return words.stream()
        .flatMap(word -> word.directories(disk).stream())
        .filter(directory -> directory.admits().test(file))
        .map(VassalDirectory::path)
        .distinct()
        .toList();
  }

  /** Looks at everything. */
  void scan() {
    Map<Path, VassalDirectory> found = new LinkedHashMap<>();
    for (VassalsPattern word : words) {
      word.directories(disk).forEach(one -> found.merge(one.path(), one, VassalDirectory::or));
    }
    // A directory that a glob found once is expected to come back.
    directories.forEach(found::putIfAbsent);
    directories.putAll(found);
    found.values().forEach(this::survey);
    Set<Path> watched = new HashSet<>(found.keySet());
    followers.keySet().forEach(file -> watched.add(directoryOf(file)));
    followers.keySet().forEach(file -> watch.ensure(directoryOf(file)));
    watch.retain(watched);
  }

  private void survey(VassalDirectory directory) {
    Path path = directory.path();
    try {
      watch.ensure(path);
      Map<String, List<String>> listed = listed(directory);
      lost.find(path);
      sightings
          .getOrDefault(path, Map.of())
          .keySet()
          .forEach(name -> listed.putIfAbsent(name, List.of()));
      listed.forEach((name, files) -> inspect(directory, name, files, Set.of()));
    } catch (IOException e) {
      lost.lose(path, running(path), e);
    } catch (RuntimeException e) {
      LOG.error("{} can't be scanned", SafeText.name(path), e);
    }
  }

  private Map<String, List<String>> listed(VassalDirectory directory) throws IOException {
    Map<String, List<String>> listed = new TreeMap<>();
    List<String> all = disk.list(directory.path());
    for (String file : all) {
      FileName name = FileName.parse(file).orElse(null);
      if (name != null && name.isValid()) {
        listed.computeIfAbsent(name.vassal(), vassal -> new ArrayList<>()).add(file);
      } else if (directory.admits().test(file)) {
        leaveAlone(directory.path().resolve(file), name != null);
      }
    }
    leftAlone.retain(directory.path(), Set.copyOf(all));
    listed.values().removeIf(files -> files.stream().noneMatch(directory.admits()));
    return listed;
  }

  private void leaveAlone(Path file, boolean isNamedLikeOne) {
    if (isNamedLikeOne) {
      leftAlone.badName(file);
    } else if (!directories.containsKey(file)) {
      leftAlone.other(file, disk);
    }
  }

  private long running(Path directory) {
    return sightings.getOrDefault(directory, Map.of()).values().stream()
        .filter(SeenVassal::isTold)
        .count();
  }

  /** Looks at one file that the watch has named, and at those of the same vassal. */
  void look(Path directory, String file) {
    Path path = directory.resolve(file);
    List.copyOf(followers.getOrDefault(path, Set.of()))
        .forEach(seen -> inspect(seen, List.of(), Set.of(path)));
    VassalDirectory known = directories.get(directory);
    FileName name = FileName.parse(file).orElse(null);
    if (known == null || name == null) {
      return;
    }
    if (name.isValid()) {
      List<String> files = new ArrayList<>(FileName.of(name.vassal()));
      files.add(file);
      inspect(known, name.vassal(), files, Set.of(path));
    } else if (known.admits().test(file) && disk.stat(path) != null) {
      leftAlone.badName(path);
    }
  }

  /** Looks again at the files that were not whole. */
  void settle() {
    long now = clock.nanos();
    List<SeenVassal> due =
        unsettled.entrySet().stream()
            .filter(entry -> entry.getValue() - now <= 0)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(seen -> inspect(seen, List.of(), Set.of()));
  }

  boolean isSettled() {
    return unsettled.isEmpty();
  }

  /** Takes what is new, in order. */
  List<FileChange> news() {
    List<FileChange> taken = List.copyOf(news);
    news.clear();
    return taken;
  }

  /** From now on a change of these files, and of no others elsewhere, is a change of the vassal. */
  void follow(String vassal, Collection<Path> files) {
    SeenVassal seen =
        claims.owner(vassal).filter(owner -> owner.name().equals(vassal)).orElse(null);
    if (seen == null) {
      return;
    }
    unfollow(seen);
    Set<Path> elsewhere =
        files.stream().filter(file -> !seen.isOwn(file.normalize())).collect(Collectors.toSet());
    for (Path file : elsewhere) {
      followers.computeIfAbsent(file, path -> new HashSet<>()).add(seen);
      watch.ensure(directoryOf(file));
    }
    seen.follow(elsewhere);
    if (!seen.isSettled()) {
      unsettled.put(seen, clock.nanos() + LOOK_AGAIN);
    }
  }

  private void unfollow(SeenVassal seen) {
    seen.followed()
        .forEach(
            file ->
                followers.computeIfPresent(
                    file, (path, all) -> all.remove(seen) && all.isEmpty() ? null : all));
  }

  private void inspect(
      VassalDirectory directory, String name, List<String> files, Set<Path> named) {
    SeenVassal seen =
        sightings
            .computeIfAbsent(directory.path(), path -> new TreeMap<>())
            .computeIfAbsent(name, vassal -> new SeenVassal(directory, name, disk, clock));
    inspect(seen, files, named);
    if (seen.isNothing()) {
      files.stream()
          .filter(directory.admits())
          .map(directory.path()::resolve)
          .filter(disk::isDirectory)
          .forEach(leftAlone::noFile);
    }
  }

  private void inspect(SeenVassal seen, List<String> files, Set<Path> named) {
    seen.refresh(files, named);
    if (seen.isNothing()) {
      forget(seen);
      return;
    }
    // What was renamed is no second one: whoever has the name may just have gone.
    claims
        .owner(seen.name())
        .filter(owner -> owner != seen)
        .ifPresent(owner -> owner.refresh(List.of(), Set.of()));
    if (claims.claim(seen)) {
      report(seen);
    }
  }

  private void report(SeenVassal seen) {
    if (!seen.isSettled()) {
      unsettled.put(seen, clock.nanos() + LOOK_AGAIN);
      return;
    }
    unsettled.remove(seen);
    Optional<FileChange> change = seen.news();
    change.ifPresent(news::add);
    if (!seen.isTold()) {
      forget(seen);
    }
  }

  private void forget(SeenVassal seen) {
    unsettled.remove(seen);
    unfollow(seen);
    sightings.getOrDefault(seen.directory(), new HashMap<>()).remove(seen.name());
    claims.release(seen).ifPresent(this::report);
  }

  private static Path directoryOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}
