package io.emperor.vassal.step;

import io.emperor.config.choice.Reload;
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
    Optional<String> blocked = before == null ? Optional.empty() : blocked(before, generation);
    if (blocked.isPresent()) {
      vassal.makeWay(generation, blocked.get());
    } else if (!followsWhatEnds(generation)) {
      return DONE;
    }
    CompletableFuture<Void> free = vassal.portFree();
    if (!free.isDone()) {
      vassal.waits(
          fixed == 0
              ? "waits for the generation before to end"
              : String.format(Locale.ROOT, "waits for port %d", fixed));
    }
    return free.copy();
  }

  /** Whether it needs what one that has been taken out of service may hold still. */
  private static boolean followsWhatEnds(Generation generation) {
    boolean sharesPort =
        PortOpener.of(generation) == PortOpener.PROGRAM && generation.config().servicePort() != 0;
    return !generation.isResting() && (sharesPort || generation.endsFirst());
  }

  /** Why one can't start before the other has made way, if it can't. */
  private static Optional<String> blocked(Generation before, Generation next) {
    if (PortOpener.isLeftFor(before, next)) {
      return Optional.of("both listen on one port");
    }
    if (before.isResting() || next.isResting()) {
      return Optional.empty(); // nothing of it runs
    }
    if (!before.files().user().equals(next.files().user())) {
      return Optional.of("it runs as another user");
    }
    return next.config().reload() == Reload.STOP_FIRST
        ? Optional.of("reload: stop-first")
        : Optional.empty();
  }
}
