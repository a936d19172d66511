package io.emperor.vassal.step;

import io.emperor.config.VassalConfigReader;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.shared.Copying;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The files that a generation is loaded from, as far as the steps have got them. */
final class LoadedFiles {

  private final List<Path> copied = new ArrayList<>();
  private @Nullable Ownership owned;
  private @Nullable Path ownedBy;
  private @Nullable Integer owner;
  private UnaryOperator<VassalConfigReader> reader = UnaryOperator.identity();
  private @Nullable Path fetched;
  private @Nullable Path file;
  private @Nullable Path copy;
  private @Nullable String lack;

  /** Whose they are, where that matters. */
  Optional<Ownership> owned() {
    return Optional.ofNullable(owned);
  }

  /** Whom what is made of them runs as; empty for the emperor's user. */
  Optional<Account> user() {
    return owned().map(Ownership::user);
  }

  void owned(Ownership by) {
    owned = by;
  }

  /**
   * Who owns them, also where they can't be run; nobody's where that does not matter.
   *
   * @param by the file that says so
   */
  void owner(Path by, int uid) {
    ownedBy = by;
    owner = uid;
  }

  /** Whether the file that says whose they are has been given to somebody else. */
  boolean isOfAnotherOwner(LoadedFiles before) {
    return owner != null
        && before.owner != null
        && Objects.equals(ownedBy, before.ownedBy)
        && !owner.equals(before.owner);
  }

  /** How a private copy is taken. */
  Copying copying() {
    return owned == null ? Copying.PLAIN : owned::copy;
  }

  /** Reads the configuration from its copy, if there is one. */
  VassalConfigReader reader(VassalConfigReader all) {
    return reader.apply(all);
  }

  /** A file that is read from a copy from now on. */
  void reads(Path config, Path copy) {
    reader = all -> all.reading(config, copy);
  }

  /** A copy of something else than the app, which is to be deleted at the end. */
  Path copied(Path copy) {
    copied.add(copy);
    return copy;
  }

  List<Path> copied() {
    return copied;
  }

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
