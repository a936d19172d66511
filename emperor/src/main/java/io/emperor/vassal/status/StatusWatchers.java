package io.emperor.vassal.status;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who watches the vassals. One that throws stops nothing. Thread safe. */
public final class StatusWatchers implements VassalWatcher {

  private static final Logger log = LoggerFactory.getLogger(StatusWatchers.class);

  private final List<VassalWatcher> all = new CopyOnWriteArrayList<>();

  /** Tells one more from now on, until the answer is run. */
  public Runnable add(VassalWatcher watcher) {
    all.add(watcher);
    return () -> all.remove(watcher);
  }

  @Override
  public void changed(VassalStatus now) {
    tell(now.name(), watcher -> watcher.changed(now));
  }

  @Override
  public void gone(String name) {
    tell(name, watcher -> watcher.gone(name));
  }

  @Override
  public void told(ServiceEvent event) {
    tell(event.vassal(), watcher -> watcher.told(event));
  }

  private void tell(String vassal, Consumer<VassalWatcher> news) {
    for (VassalWatcher watcher : all) {
      try {
        news.accept(watcher);
      } catch (RuntimeException e) {
        log.error("somebody who was told of {} failed", vassal, e);
      }
    }
  }
}
