package io.emperor.vassal.status;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    for (VassalWatcher watcher : all) {
      try {
        watcher.changed(now);
      } catch (RuntimeException e) {
        log.error("somebody who was told of {} failed", now.name(), e);
      }
    }
  }

  @Override
  public void gone(String name) {
    for (VassalWatcher watcher : all) {
      try {
        watcher.gone(name);
      } catch (RuntimeException e) {
        log.error("somebody who was told that {} is gone failed", name, e);
      }
    }
  }
}
