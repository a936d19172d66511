package io.emperor.daemon;

import io.emperor.config.VassalConfigReader;
import io.emperor.daemon.keyed.ConsulVassals;
import io.emperor.monitor.VassalFiles;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.download.DownloadCleaning;
import io.emperor.vassal.download.Downloads;
import io.emperor.vassal.inputs.InputsHost;
import io.emperor.vassal.status.VassalStatus;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Removes, once a minute, what was kept for vassals that need it no more. */
final class Cleaning {

  private final DownloadCleaning downloads;
  private final InputsHost inputs;
  private final Vassals vassals;
  private final ConsulVassals keyed;

  Cleaning(
      Downloads downloads,
      VassalConfigReader configs,
      InputsHost inputs,
      Vassals vassals,
      ConsulVassals keyed) {
    this.downloads = new DownloadCleaning(downloads, configs, this::configurations);
    this.inputs = inputs;
    this.vassals = vassals;
    this.keyed = keyed;
  }

  /**
   * Begins.
   *
   * @param loaders threads that may wait for files
   */
  void begin(ScheduledExecutorService timer, Executor loaders) {
    var unused =
        timer.scheduleWithFixedDelay(() -> loaders.execute(this::clean), 1, 1, TimeUnit.MINUTES);
  }

  private void clean() {
    downloads.run();
    inputs.forget(vassal -> vassals.find(vassal).isEmpty());
  }

  /** Of the vassals that have no app beside theirs. */
  private Map<String, Path> configurations() {
    return vassals.all().stream()
        .filter(status -> !isApp(status.app()))
        .collect(Collectors.toMap(VassalStatus::name, status -> keyed.file(status.app())));
  }

  private static boolean isApp(Path file) {
    return VassalFiles.APPS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith);
  }
}
