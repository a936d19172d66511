package io.emperor.monitor;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A directory in which vassals are.
 *
 * @param path the directory
 * @param admits which file names make a vassal here; those beside them still belong to it
 */
record VassalDirectory(Path path, Predicate<String> admits) {

  /** A directory whose files are all welcome. */
  static VassalDirectory whole(Path path) {
    return new VassalDirectory(path, file -> true);
  }

  /** The same directory, named twice. */
  VassalDirectory or(VassalDirectory other) {
    return new VassalDirectory(path, admits.or(other.admits));
  }
}
