package io.emperor.vassal.inputs;

import io.emperor.base.SafeText;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the changes of one vassal's inputs are taken: when it is this emperor's turn, one after
 * another. Safe for use by many threads.
 */
final class VassalRollout {

  private final String vassal;
  private final Turns turns;
  private @Nullable Asked asked; // guarded by this

  VassalRollout(String vassal, Turns turns) {
    this.vassal = vassal;
    this.turns = turns;
  }

  /**
   * A change is to be taken: now, if this emperor is at it or need not ask.
   *
   * @param atOnce how many emperors may be at it; 0 for all
   * @param revision what tells the change from others
   * @param change takes it, and hears when there is news of {@link #words}
   */
  void wants(int atOnce, String revision, InputsChange change) {
    Asked before;
    Asked next = null;
    synchronized (this) {
      before = asked;
      if (before != null && before.isTaken()) {
        before.take(change::reload);
        return;
      }
      if (atOnce > 0) {
        next = new Asked(change);
      }
      asked = next;
    }
    if (before != null) {
      before.over(Optional.empty());
    }
    if (next == null) {
      var unused = change.reload();
    } else {
      next.begin(turns.ask(vassal, atOnce, revision, next));
    }
  }

  /** Nobody waits for a turn any more; what is being taken is not concerned. */
  void withdraw() {
    Asked before;
    synchronized (this) {
      before = asked;
      if (before == null || before.isTaken()) {
        return;
      }
      asked = null;
    }
    before.over(Optional.empty());
  }

  /** Where it stands, in one line; empty while nothing waits. */
  synchronized String words() {
    return asked == null ? "" : asked.words();
  }

  private synchronized void ended(Asked which) {
    if (asked == which) {
      asked = null;
    }
  }

  /** One turn. */
  private final class Asked implements Turns.Listener {

    private final InputsChange change;
    private final CompletableFuture<Turns.Turn> turn = new CompletableFuture<>();
    private String words = ""; // guarded by this, as is all below
    private boolean taken;
    private @Nullable CompletableFuture<Void> outcome;

    Asked(InputsChange change) {
      this.change = change;
    }

    void begin(Turns.Turn begun) {
      turn.complete(begun);
    }

    void over(Optional<String> failure) {
      var unused = turn.thenAccept(begun -> begun.over(failure));
    }

    synchronized boolean isTaken() {
      return taken;
    }

    synchronized String words() {
      return words;
    }

    @Override
    public void waits(String now) {
      synchronized (this) {
        words = now;
      }
      change.waits();
    }

    @Override
    public void taken() {
      synchronized (this) {
        taken = true;
        words = "";
      }
      take(change::reload);
      change.waits();
    }

    /** What counts is what becomes of the last one. */
    void take(Supplier<CompletableFuture<Void>> reload) {
      CompletableFuture<Void> now = reload.get();
      synchronized (this) {
        outcome = now;
      }
      var unused = now.whenComplete((done, failure) -> ended(now, failure));
    }

    private void ended(CompletableFuture<Void> which, @Nullable Throwable failure) {
      synchronized (this) {
        if (outcome != which) {
          return;
        }
      }
      VassalRollout.this.ended(this);
      over(Optional.ofNullable(failure).flatMap(Asked::reason));
    }

    private static Optional<String> reason(Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      return cause instanceof CancellationException
          ? Optional.empty()
          : Optional.of(SafeText.line(String.valueOf(cause.getMessage())));
    }
  }
}
