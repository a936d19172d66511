package io.emperor.consul.watch;

import io.emperor.api.Watch;
import io.emperor.base.SafeText;
import io.emperor.base.VassalLog;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of one app; they end with it. Safe for use by many threads. */
public final class AppWatches {

  private static final Logger log = LoggerFactory.getLogger(AppWatches.class);

  private final BlockingQueries live;
  private final LongSupplier clock;
  private final String vassal;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public AppWatches(BlockingQueries live, LongSupplier clock, String vassal) {
    this.live = live;
    this.clock = clock;
    this.vassal = vassal;
  }

  public <T> Watch begin(Query<T> query, Consumer<T> listener, Executor threads) {
    ListenerWatch<T> watch =
        new ListenerWatch<>(
            live,
            clock,
            new Listener<>(listener, threads, failure -> complain(query, failure)),
            watches::remove);
    watches.add(watch);
    if (closed) {
      // The app is unloaded meanwhile: this one may have come too late for closeAll.
      watch.close();
    }
    return watch.begin(query);
  }

  /** Adds one that ends with the app's others. */
  public Watch add(Watch watch) {
    watches.add(watch);
    if (closed) {
      watch.close();
    }
    return watch;
  }

  /** Whose they are. */
  public String vassal() {
    return vassal;
  }

  private void complain(Query<?> query, Throwable failure) {
    String words = SafeText.of(failure);
    VassalLog.with(
        vassal,
        () -> log.warn("The listener to {} failed, and hears the next change: {}", query, words));
  }

  public void closeAll() {
    closed = true;
    List.copyOf(watches).forEach(Watch::close);
  }
}
