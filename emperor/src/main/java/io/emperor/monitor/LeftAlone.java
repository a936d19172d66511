package io.emperor.monitor;

import io.emperor.base.SafeText;
import io.emperor.config.uwsgi.UwsgiFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a vassals directory and makes no vassal: one line for each, as long as it is there.
 * For the monitor alone.
 */
final class LeftAlone {

  private static final Logger LOG = LoggerFactory.getLogger(LeftAlone.class);

  /** Of a directory that is used for other things, too, nobody wants to read more. */
  private static final int MOST = 20;

  /** What stands for being written or put aside, by convention. */
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".swp", "~");

  private final Set<Path> known = new HashSet<>();
  private final Map<Path, Integer> counts = new HashMap<>();
  private final Map<Path, Stat> lookedInto = new HashMap<>();

  /** A file with an app's or configuration's ending whose name can't be a vassal's. */
  void badName(Path file) {
    if (known.add(file)) {
      LOG.warn("{}", badNameWords(file));
    }
  }

  static String badNameWords(Path file) {
    return "%s is left alone: a vassal's name is letters, digits and . _ - + @, at most 200, a letter or digit first: rename it"
        .formatted(SafeText.name(file));
  }

  /** A directory with an app's or configuration's ending. */
  void noFile(Path directory) {
    if (known.add(directory)) {
      LOG.warn(
          "{} is left alone: it is a directory, and a vassal is a file: pack it",
          SafeText.name(directory));
    }
  }

  /** Anything else, unless its name says that it is nobody's business. */
  void other(Path file, Disk disk) {
    String name = String.valueOf(file.getFileName());
    boolean isNobodys = name.startsWith(".") || UNFINISHED.stream().anyMatch(name::endsWith);
    if (isNobodys || isOfUwsgi(file, disk) || !known.add(file)) {
      return;
    }
    Path directory = file.getParent();
    int count = counts.merge(directory == null ? file : directory, 1, Integer::sum);
    if (count > MOST) {
      if (count == MOST + 1) {
        LOG.info("{} and what else comes there is left alone, too", SafeText.name(file));
      }
    } else if (disk.isDirectory(file)) {
      LOG.info(
          "{} is not looked into: name it with --vassals if there are vassals in it",
          SafeText.name(file));
    } else {
      LOG.info(
          "{} is left alone: a vassal's files end in {} or {}",
          SafeText.name(file),
          String.join(", ", VassalFiles.APPS),
          String.join(", ", VassalFiles.CONFIGS));
    }
  }

  /** Whether it is a configuration of uWSGI's, which is said whenever it has changed. */
  private boolean isOfUwsgi(Path file, Disk disk) {
    Stat stat = UwsgiFile.isOthersFormat(file) ? disk.stat(file) : null;
    if (stat == null) {
      return false;
    }
    if (stat.equals(lookedInto.put(file, stat))) {
      return !known.contains(file);
    }
    Optional<UwsgiFile> found = UwsgiFile.read(file, file, List.of());
    found.ifPresent(config -> LOG.warn("left alone: {}", config.refusal().getMessage()));
    return found.isPresent();
  }

  /** Forgets those of a directory that are not there any more. */
  void retain(Path directory, Set<String> there) {
    known.removeIf(file -> isGone(file, directory, there));
    lookedInto.keySet().removeIf(file -> isGone(file, directory, there));
  }

  private static boolean isGone(Path file, Path directory, Set<String> there) {
    return directory.equals(file.getParent())
        && !there.contains(String.valueOf(file.getFileName()));
  }
}
