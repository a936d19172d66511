package io.emperor.vassal.step;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that a generation is loaded from, as far as the steps have got them. */
final class LoadedFiles {

  private @Nullable Path fetched;
  private @Nullable Path file;
  private @Nullable Path copy;
  private @Nullable String lack;

  /** What its app's address has given; empty for an app that is a file here. */
  Optional<Path> fetched() {
    return Optional.ofNullable(fetched);
  }

  void fetched(Path given) {
    fetched = given;
  }

  /** The file that its app is. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The private copy that it runs from; empty for what needs none. */
  Optional<Path> copy() {
    return Optional.ofNullable(copy);
  }

  void copied(Path from, Path to) {
    file = from;
    copy = to;
  }

  /** What the app names and is not there, in words. */
  Optional<String> lack() {
    return Optional.ofNullable(lack);
  }

  void lacks(String what) {
    lack = what;
  }
}
