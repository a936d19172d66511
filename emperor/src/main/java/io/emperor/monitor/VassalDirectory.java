package io.emperor.monitor;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which vassals are.
 *
 * @param path the directory
 * @param place what people know it by, if that is not its path; otherwise {@code null}
 * @param admits which file names make a vassal here; those beside them still belong to it
 */
record VassalDirectory(Path path, @Nullable Path place, Predicate<String> admits) {

  /** A directory whose files are all welcome. */
  static VassalDirectory whole(Path path) {
    return known(path, null);
  }

  /** The same of a directory that people know by another name. */
  static VassalDirectory known(Path path, @Nullable Path place) {
    return new VassalDirectory(path, place, file -> true);
  }

  /** The same directory, named twice. */
  VassalDirectory or(VassalDirectory other) {
    return new VassalDirectory(path, place, admits.or(other.admits));
  }
}
