package io.emperor.fleet;

import io.emperor.config.VassalConfig;
import io.emperor.monitor.VassalListener;
import io.emperor.monitor.VassalSource;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the monitor's thread tells: vassals with instances are offered to the fleet, the
 * others go on to those that run them.
 */
final class PlacedArrivals implements VassalListener {

  private static final Logger log = LoggerFactory.getLogger(PlacedArrivals.class);

  private final PlacedFilesReader reader;
  private final VassalListener plain;
  private final Executor loaders;
  private final LocalFiles files;
  private final Runnable changed;
  private final Map<String, Long> readings = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @param plain takes vassals without instances
   * @param loaders read files, which may be slow
   * @param files takes those of vassals with instances
   * @param changed run when they have changed
   */
  PlacedArrivals(
      PlacedFilesReader reader,
      VassalListener plain,
      Executor loaders,
      LocalFiles files,
      Runnable changed) {
    this.reader = reader;
    this.plain = plain;
    this.loaders = loaders;
    this.files = files;
    this.changed = changed;
  }

  @Override
  public void appeared(VassalSource source) {
    changed(source);
  }

  @Override
  public void changed(VassalSource source) {
    if (!readings.containsKey(source.vassal()) && !reader.asksForInstances(source)) {
      plain.changed(source);
      return;
    }
    PlacedFilesReader.Reading reading = reader.config(source);
    if (reading.placed().isPresent()) {
      plain.gone(source.vassal());
      offer(source, reading.placed().get());
    } else if (readings.containsKey(source.vassal()) && !reading.problem().isEmpty()) {
      log.warn(
          "{} can't be used, and what the fleet runs of it goes on: {}",
          source.file(),
          reading.problem());
      files.cannotUse(source.vassal(), reading.problem());
      changed.run();
    } else {
      withdraw(source.vassal());
      plain.changed(source);
    }
  }

  @Override
  public void gone(String name) {
    withdraw(name);
    plain.gone(name);
  }

  private void offer(VassalSource source, VassalConfig config) {
    long reading = readings.merge(source.vassal(), 1L, Long::sum);
    loaders.execute(
        () -> {
          try {
            PlacedFiles read = reader.read(source, config);
            if (isLatest(source.vassal(), reading)) {
              files.put(read);
              changed.run();
            }
          } catch (IOException e) {
            log.warn("{} can't be read: {}", source.file(), e.getMessage());
          }
        });
  }

  private boolean isLatest(String vassal, long reading) {
    Long last = readings.get(vassal);
    return last != null && last == reading;
  }

  private void withdraw(String vassal) {
    if (readings.remove(vassal) != null) {
      files.remove(vassal);
      changed.run();
    }
  }
}
