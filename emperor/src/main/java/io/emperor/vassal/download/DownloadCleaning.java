package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the apps that no vassal's configuration names any more. What the vassals do does not
 * matter: one that is stopped finds its app here when it is started. For one thread at a time.
 */
public final class DownloadCleaning implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(DownloadCleaning.class);

  private final Downloads downloads;
  private final VassalConfigReader configs;
  private final Supplier<Map<String, Path>> vassals;
  private final Map<String, String> named = new HashMap<>(); // by vassal; empty for no address

  /**
   * Removes nothing yet.
   *
   * @param vassals answers the configuration file of each vassal that has no app beside it
   */
  public DownloadCleaning(
      Downloads downloads, VassalConfigReader configs, Supplier<Map<String, Path>> vassals) {
    this.downloads = downloads;
    this.configs = configs;
    this.vassals = vassals;
  }

  @Override
  public synchronized void run() {
    try {
      if (!downloads.isEmpty()) {
        look(vassals.get());
        downloads.clean(Set.copyOf(named.values()));
      }
    } catch (InvalidConfigException e) {
      log.debug("no app is removed while it is not known what a vassal names", e);
    } catch (IOException e) {
      log.warn("apps that nobody names can't be removed: {}", e.toString());
    }
  }

  private void look(Map<String, Path> files) {
    named.keySet().retainAll(files.keySet());
    files.forEach(this::look);
  }

  /** A configuration that can't be read goes on naming what it named last. */
  private void look(String vassal, Path file) {
    try {
      AppAddress address = configs.read(vassal, file, null).address();
      named.put(vassal, address == null ? "" : address.fileName());
    } catch (InvalidConfigException e) {
      if (!named.containsKey(vassal)) {
        throw e;
      }
    }
  }
}
