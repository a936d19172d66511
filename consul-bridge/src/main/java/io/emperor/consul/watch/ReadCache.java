package io.emperor.consul.watch;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.settings.ConsistencyMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads that may be stale from live queries: what is read again and again is kept at hand,
 * and survives an outage. Safe for use by many threads.
 */
public final class ReadCache {

  private static final int MOST = 64;
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** How long a server may lag behind the emperor's own writes. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** Below this, more questions than views would push each other out at every read. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Map<Query<?>, View<?>> views = new ConcurrentHashMap<>();
  private final boolean used;
  private final BlockingQueries live;
  private final ReadAge age;
  private final LongSupplier clock;
  private volatile @Nullable Long writtenAt; // null before the first write

  /** A question that is read. */
  private static final class View<T> implements BlockingQuery.Asker {
    private final BlockingQuery<T> query;
    private long askedAt; // guarded by the views

    /** Set by readers, who look at no clock and write nothing most of the time. */
    private volatile boolean asked = true;

    View(BlockingQueries live, Query<T> question) {
      query = live.join(question, this);
    }

    @Override
    public void answered() {}

    boolean isKnown() {
      return query.answer() != null;
    }

    void settle(long now) {
      if (asked) {
        asked = false;
        askedAt = now;
      }
    }
  }

  public ReadCache(ConsistencyMode mode, BlockingQueries live, ReadAge age, LongSupplier clock) {
    this.used = mode == ConsistencyMode.STALE;
    this.live = live;
    this.age = age;
    this.clock = clock;
    if (used) {
      live.repeat(this::dropIdle);
    }
  }

  /** The last known answer, if there is a view that has one. */
  @SuppressWarnings("unchecked") // a question's view has the question's type
  public <T> @Nullable T find(Query<T> query) {
    View<T> view = used ? (View<T>) views.get(query) : null;
    if (view == null) {
      return null;
    }
    if (!view.asked) {
      view.asked = true;
    }
    QueryAnswer<T> answer = view.query.fresh();
    if (answer == null) {
      return null;
    }
    age.confirmedAt(answer.confirmedAt());
    return answer.value();
  }

  /** Reads from Consul itself, and begins a view for the next time. */
  public <T, R> R ask(Query<T> query, Function<T, R> part, Supplier<R> direct) {
    try {
      R answer = direct.get();
      open(query);
      age.direct();
      return answer;
    } catch (ConsulException e) {
      if (e.kind() != Kind.UNAVAILABLE) {
        throw e;
      }
      open(query);
      T known = find(query);
      if (known == null) {
        throw e;
      }
      return part.apply(known);
    }
  }

  private void open(Query<?> query) {
    if (used && !views.containsKey(query)) {
      add(query);
    }
  }

  private synchronized void add(Query<?> query) {
    long now = clock.getAsLong();
    if (views.containsKey(query) || (views.size() >= MOST && !dropOldest(now))) {
      return;
    }
    views.put(query, new View<>(live, query));
  }

  private boolean dropOldest(long now) {
    views.values().forEach(view -> view.settle(now));
    return views.values().stream()
        .filter(view -> now - view.askedAt >= REST.toNanos())
        .filter(view -> !view.query.isFailing() || !view.isKnown())
        .min(Comparator.comparingLong(view -> view.askedAt - now))
        .map(this::drop)
        .isPresent();
  }

  private synchronized void dropIdle() {
    long now = clock.getAsLong();
    for (View<?> view : views.values()) {
      view.settle(now);
      if (now - view.askedAt >= IDLE.toNanos() && !view.query.isFailing()) {
        drop(view);
      }
    }
  }

  private View<?> drop(View<?> view) {
    views.remove(view.query.query());
    live.leave(view.query, view);
    return view;
  }

  /** Takes note of a write of the emperor's own, which reads from now on have to show. */
  public void written(String key, boolean recurse) {
    if (used) {
      writtenAt = clock.getAsLong();
      live.written(key, recurse);
    }
  }

  /** Whether a server that lags behind may not know yet what the emperor wrote. */
  public boolean mayLag() {
    Long last = writtenAt;
    return last != null && clock.getAsLong() - last < LAG.toNanos();
  }
}
