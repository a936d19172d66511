package io.emperor.fleet;

import io.emperor.config.VassalConfig;
import io.emperor.monitor.VassalSource;

/**
 * The files of a vassal with instances that this emperor has. Immutable.
 *
 * @param source the files
 * @param config what they say
 * @param version what tells them from others
 * @param touched differs each time they were touched
 */
record PlacedFiles(VassalSource source, VassalConfig config, FileVersion version, long touched) {

  String name() {
    return source.vassal();
  }
}
