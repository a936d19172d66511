package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.base.SerialTask;
import io.emperor.provisioning.source.SnapshotStore.Kept;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots of sources: the first once each of them has told what it has, and one after each
 * change. Safe for use by many threads.
 */
public final class Snapshots implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private final List<Watched> sources;
  private final long quietNanos;
  private final Optional<SnapshotStore> store;
  private final Map<String, ObjectNode> kept;
  private final ScheduledExecutorService thread;
  private final LongSupplier clock;
  private final SerialTask turn;
  private @Nullable Listener listener; // guarded by this
  private @Nullable Merge told; // of the turns alone
  private List<Merge.Part> last = List.of(); // of the turns alone
  private boolean isTold; // of the turns alone
  private boolean isStoreBroken; // of the turns alone
  private long number; // of the turns alone
  private long changedAt; // guarded by this
  private boolean closed; // guarded by this

  /** Hears of them on the thread, one call at a time. */
  public interface Listener {

    /** All sources have told what they have: the first time, or again after a change. */
    void taken(Snapshot snapshot);

    /** Another source can't be read, or one can again; what it had counts on. */
    void troubled();
  }

  /** A source and what is known of it. */
  private final class Watched implements SourceListener {

    private final Source source;
    private @Nullable ObjectNode values; // guarded by the snapshots
    private @Nullable String trouble; // guarded by the snapshots
    private @Nullable Instant changed; // guarded by the snapshots

    Watched(Source source) {
      this.source = source;
    }

    @Override
    public void has(ObjectNode now) {
      synchronized (Snapshots.this) {
        if (trouble != null) {
          trouble = null;
          troubled(() -> log.info("{} can be read again", source.name()));
        }
        boolean same = now.equals(values);
        values = now;
        if (!same) {
          changed = Instant.now();
          changed();
        }
      }
    }

    @Override
    public void fails(String why) {
      synchronized (Snapshots.this) {
        if (!why.equals(trouble)) {
          trouble = why;
          troubled(() -> log.warn("{}: {}", source.name(), SafeText.line(why)));
        }
        ObjectNode before = kept.get(source.name());
        if (values == null && before != null) {
          log.info("{}: what it had before the restart counts on", source.name());
          values = before;
          changed();
        }
      }
    }
  }

  /**
   * Asks nothing yet.
   *
   * @param sources the weakest first
   * @param quiet a change counts once no other has come for so long; the first state at once
   * @param store keeps what sources have, for the time after a restart when one can't be read
   * @param thread calls the listener, one call at a time; the caller ends it
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Snapshots(
      List<Source> sources,
      Duration quiet,
      Optional<SnapshotStore> store,
      ScheduledExecutorService thread,
      LongSupplier clock) {
    this.sources = sources.stream().map(Watched::new).toList();
    this.quietNanos = quiet.toNanos();
    this.store = store;
    this.thread = thread;
    this.clock = clock;
    this.turn = new SerialTask(thread, this::turn);
    Optional<Kept> before = store.flatMap(SnapshotStore::load);
    this.kept = before.map(Kept::values).orElse(Map.of());
    before.ifPresent(this::goOnFrom);
  }

  private void goOnFrom(Kept before) {
    number = before.number();
    List<Merge.Part> parts = new ArrayList<>();
    for (Watched watched : sources) {
      ObjectNode values = before.values().get(watched.source.name());
      if (values != null) {
        parts.add(part(watched.source, values));
      }
    }
    told = Merge.of(parts);
  }

  private static Merge.Part part(Source source, ObjectNode values) {
    return new Merge.Part(source.name(), source.isText(), values);
  }

  /**
   * Begins to watch. Called once; does not wait.
   *
   * @param listener takes each snapshot; while it is busy, changes become one
   */
  public void open(Listener listener) {
    synchronized (this) {
      this.listener = listener;
    }
    turn.trigger(); // without sources there is nothing to wait for
    sources.forEach(watched -> watched.source.open(watched));
  }

  /** How each source stands, the weakest first. */
  public synchronized List<SourceState> states() {
    return sources.stream()
        .map(
            watched ->
                new SourceState(
                    watched.source.name(),
                    watched.changed,
                    watched.trouble != null
                        ? SafeText.line(watched.trouble)
                        : watched.values == null ? "has not answered yet" : ""))
        .toList();
  }

  /** The sources that have told nothing yet, each with the reason in words. */
  public synchronized List<String> missing() {
    return sources.stream()
        .filter(watched -> watched.values == null)
        .map(watched -> words(watched.source, watched.trouble))
        .toList();
  }

  /** The sources that can't be read any more, each with the reason; what they had counts on. */
  public synchronized List<String> troubles() {
    return sources.stream()
        .filter(watched -> watched.values != null && watched.trouble != null)
        .map(watched -> words(watched.source, watched.trouble))
        .toList();
  }

  private static String words(Source source, @Nullable String trouble) {
    return source.name()
        + ": "
        + (trouble == null ? "has not answered yet" : SafeText.line(trouble));
  }

  /** The thread knows, and so the log, whose inputs these are. */
  private void troubled(Runnable told) {
    Listener hearer = listener;
    try {
      thread.execute(
          () -> {
            told.run();
            if (hearer != null) {
              hearer.troubled();
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("Nobody looks at the sources any more", e);
    }
  }

  private void changed() {
    changedAt = clock.getAsLong();
    turn.trigger();
  }

  private void turn() {
    List<Merge.Part> parts;
    Listener hearer;
    synchronized (this) {
      hearer = listener;
      long rest = isTold ? quietNanos - (clock.getAsLong() - changedAt) : 0;
      if (closed || hearer == null || !missing().isEmpty()) {
        return;
      }
      if (rest > 0) {
        later(rest);
        return;
      }
      parts = parts();
    }
    tell(Merge.of(parts), parts, hearer);
  }

  private List<Merge.Part> parts() {
    List<Merge.Part> parts = new ArrayList<>();
    for (Watched watched : sources) {
      ObjectNode values = watched.values;
      if (values != null) {
        parts.add(part(watched.source, values));
      }
    }
    return parts;
  }

  private void later(long nanos) {
    try {
      var unused = thread.schedule(turn::trigger, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("Nobody looks at the sources any more", e);
    }
  }

  private void tell(Merge merge, List<Merge.Part> parts, Listener hearer) {
    boolean same = merge.equals(told);
    if (same && isTold) {
      return;
    }
    number = same ? Math.max(1, number) : number + 1;
    told = merge;
    isTold = true;
    last = parts;
    hearer.taken(merge.numbered(number));
  }

  /**
   * Has the last snapshot kept for the time after a restart: it is good. Called by the thread that
   * has taken it.
   */
  public void keep() {
    Map<String, ObjectNode> values = new HashMap<>();
    last.forEach(part -> values.put(part.source(), part.values()));
    try {
      if (store.isPresent()) {
        store.get().save(new Kept(number, values));
      }
      isStoreBroken = false;
    } catch (IOException e) {
      if (!isStoreBroken) {
        log.warn("What the sources have can't be kept for a restart: {}", SafeText.of(e));
      }
      isStoreBroken = true;
    }
  }

  /** Ends the watches. The listener hears nothing more, unless it does by now. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    sources.forEach(watched -> watched.source.close());
  }
}
