package io.emperor.vassal.step;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Has what serves end first, where both can't be there at the same time, and waits for the port of
 * what has ended before.
 */
final class PredecessorStep implements Step {

  @Override
  public String name() {
    return "predecessor";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    Vassal vassal = generation.vassal();
    int fixed = generation.config().servicePort();
    Generation before = vassal.current();
    Optional<String> blocked = before == null ? Optional.empty() : before.blocks(generation);
    if (blocked.isPresent()) {
      vassal.makeWay(generation, blocked.get());
    } else if (PortOpener.of(generation) != PortOpener.PROGRAM || fixed == 0) {
      return DONE;
    }
    CompletableFuture<Void> free = vassal.portFree();
    if (!free.isDone()) {
      vassal.waits(String.format(Locale.ROOT, "waits for port %d", fixed));
    }
    return free.copy();
  }
}
