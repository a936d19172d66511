package io.emperor.monitor;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files whose names can't be vassals' names: one line for each, as long as it is there. */
final class BadNames {

  private static final Logger LOG = LoggerFactory.getLogger(BadNames.class);

  private final Set<Path> known = new HashSet<>();

  void note(Path file) {
    if (known.add(file)) {
      LOG.warn("{}", words(file));
    }
  }

  static String words(Path file) {
    return "%s is left alone: a vassal's name is letters, digits and . _ - + @, at most 200, a letter or digit first: rename it"
        .formatted(Escaped.of(file));
  }

  /** Forgets those of a directory that are not there any more. */
  void retain(Path directory, Set<Path> there) {
    known.removeIf(file -> directory.equals(file.getParent()) && !there.contains(file));
  }
}
