package io.emperor.cli;

import java.util.Iterator;
import java.util.List;

/** Stands where a command takes vassals' names, which only a running emperor knows. */
final class VassalNames implements Iterable<String> {

  /** What {@link CompletionCommand} puts the names in place of. */
  static final String WORD = "NAME-OF-A-VASSAL";

  @Override
  public Iterator<String> iterator() {
    return List.of(WORD).iterator();
  }
}
