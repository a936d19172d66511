package io.emperor.fleet;

import io.emperor.config.VassalConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.vassal.step.AppFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Finds out whether the fleet decides where a vassal runs. Safe for use by many threads. */
final class PlacedFilesReader {

  private final VassalConfigReader configs;
  private final AtomicLong touches = new AtomicLong();

  /**
   * What a vassal's files say.
   *
   * @param placed the configuration, if it asks for instances
   * @param problem why they can't be used; empty if they can
   */
  record Reading(Optional<VassalConfig> placed, String problem) {}

  PlacedFilesReader(VassalConfigReader configs) {
    this.configs = configs;
  }

  /**
   * Whether a vassal's files ask for instances, which most don't: a small part of what {@link
   * #config} reads tells, and the monitor's thread, on which all others wait, reads no more.
   */
  boolean asksForInstances(VassalSource source) {
    try {
      return configs.asksForInstances(
          source.vassal(), source.config().orElse(null), appOf(source).orElse(null));
    } catch (InvalidConfigException | UnusableAppException e) {
      return false; // told when it is started
    }
  }

  private Optional<Path> appOf(VassalSource source) throws UnusableAppException {
    return AppFile.of(source, configs).file().filter(Files::isRegularFile);
  }

  Reading config(VassalSource source) {
    try {
      Path app = appOf(source).orElse(null);
      VassalConfig config = configs.read(source.vassal(), source.config().orElse(null), app);
      boolean placed = config.placement().isPlaced() && (app != null || runsWithoutFile(config));
      return new Reading(placed ? Optional.of(config) : Optional.empty(), "");
    } catch (InvalidConfigException | UnusableAppException e) {
      return new Reading(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** An app that is still to come is none that the fleet could run. */
  private static boolean runsWithoutFile(VassalConfig config) {
    return !config.process().command().isEmpty() || config.address() != null;
  }

  /**
   * Reads all of the files, which may take a while.
   *
   * @throws IOException if one can't be read
   */
  PlacedFiles read(VassalSource source, VassalConfig config) throws IOException {
    List<Path> files = new ArrayList<>(source.configs());
    source.app().ifPresent(files::add);
    Path named = config.app();
    if (named != null && Files.isRegularFile(named)) {
      files.add(named);
    }
    return new PlacedFiles(source, config, FileVersion.of(files), touches.incrementAndGet());
  }
}
